# Wie es dem Rechner geht.

box-disk-full = Die Festplatte des Rechners ist fast voll: Es sind nur noch { $free } MB frei. Schaffen Sie bald Platz, sonst lässt sich Arbeit nicht mehr speichern.
