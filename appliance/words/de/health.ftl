# Wie es dem Rechner geht.

box-disk-full = Die Festplatte des Rechners ist fast voll: Es sind nur noch { $free } MB frei. Schaffen Sie bald Platz, sonst lässt sich Arbeit nicht mehr speichern.
hub-silent = Homeroom antwortet gerade nicht. Was Sie sehen, ist der Stand von vorhin; diese Seite macht von selbst weiter.
wait-box-trouble = Der Rechner hat selbst ein Problem und startet gerade keine Notebooks. Die Seite Ihrer Lehrkraft sagt, welches; diese Seite geht von allein weiter, sobald es gelöst ist.
