# Wie es dem Rechner geht.

box-disk-full = Die Festplatte des Rechners ist fast voll: Es sind nur noch { $free } MB frei. Schaffen Sie bald Platz, sonst lässt sich Arbeit nicht mehr speichern.
hub-silent = Homeroom antwortet gerade nicht. Was Sie sehen, ist der Stand von vorhin; diese Seite macht von selbst weiter.
for-the-box = Wenn Sie dieses Gerät nicht selbst betreuen, zeigen Sie das der Person, die es tut.
wait-box-trouble = Der Rechner hat selbst ein Problem, darum dauert es länger. Die Seite Ihrer Lehrkraft sagt, welches; diese Seite geht von allein weiter, sobald es gelöst ist.
