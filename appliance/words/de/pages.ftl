# Der Rahmen jeder Seite, die Klasse, der Schreibtisch und die Aufgaben.

moment = { $day }, { $time } Uhr { $zone }
skip-to-page = Direkt zum Inhalt
sign-out = Abmelden
did-not-work = Das hat nicht geklappt
back-to-start = Zurück zum Anfang

## Was schiefging

page-not-found = Diese Seite gibt es nicht. Prüfen Sie die Adresse oder gehen Sie zurück zum Anfang.
page-wrong-way = So funktioniert diese Adresse nicht. Gehen Sie zurück und nutzen Sie die Knöpfe der Seite.
request-not-understood = Das Gesendete war nicht lesbar. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
request-misfit = „{ $where }“ fehlt oder passt nicht. Bitte berichtigen und noch einmal versuchen.
a-fault-of-ours = Hier ist etwas schiefgegangen. Versuchen Sie es noch einmal; im Protokoll steht es unter { $reference }.
no-room = Die Festplatte des Rechners ist voll, deshalb wurde nichts gespeichert. Sagen Sie es Ihrer Lehrkraft oder wer sich um die Box kümmert; sobald Platz ist, versuchen Sie es noch einmal.
token-not-good = Das Token fehlt, ist falsch oder gilt nicht mehr.
form-from-elsewhere = Dieses Formular kam von einer anderen Stelle. Öffnen Sie die Seite hier und versuchen Sie es noch einmal.
upload-too-large = Das sind mehr als { $most } MB und damit zu viel. Wählen Sie eine kleinere Datei.
teachers-only = Diese Seite ist für Lehrkräfte. Gehen Sie zurück zu Ihrem Schreibtisch.
class-not-yours = Sie haben keine solche Klasse. Gehen Sie zurück zu Ihren Klassen.
notebook-not-yours = Dieses Notebook gehört Ihnen nicht; nur wem es gehört, kommt hinein. Gehen Sie zurück zu Ihrem eigenen Schreibtisch.
notebook-of-another-class = Dieses Notebook gehört zu einer anderen Klasse.
notebook-not-running = Dieser Notebook-Server läuft nicht. Starten Sie ihn auf Ihrem Schreibtisch.
no-such-notebook = Dieses Notebook gibt es nicht. Gehen Sie zurück zu Ihrem Schreibtisch.
sign-in-unknown = Dieses Notebook wollte Sie auf eine Art anmelden, die wir nicht kennen. Starten Sie es von Ihrem Schreibtisch aus neu.
sign-in-challenge = Dieses Notebook verlangte eine Prüfung, die wir nicht kennen; nur S256 gilt. Starten Sie es von Ihrem Schreibtisch aus neu.
upload-no-file = Es wurde keine Datei gewählt. Wählen Sie ein Notebook oder eine ZIP-Datei.
due-date-unreadable = Das ist keine Abgabefrist. Schreiben Sie sie so: 2026-11-30T08:00, in der Zeitzone { $zone }.
no-such-step = Diesen Schritt gibt es nicht. Gehen Sie zurück zur Klasse.
api-no-kind = Eine Aufgabe ist eines von { $kinds }. Wählen Sie eines davon.
api-no-step = Diesen Schritt gibt es nicht. Die Schritte sind { $steps }.
exchange-teachers-only = Das dürfen nur Lehrkräfte.
exchange-not-returned = Ihre Lehrkraft hat diese Arbeit noch nicht zurückgegeben.
exchange-no-submission = Diese Abgabe gibt es nicht. Laden Sie die Liste neu.

## Ihre Klassen

your-classes = Ihre Klassen
class-size = { $count } { $count ->
    [one] lernende Person
   *[other] Lernende
}
class-in = { $count } angemeldet
class-trouble = { $count } mit Problem
class-new = Neue Klasse
class-new-example = Biologie 1
class-make = Anlegen
classes-put-away = Weggelegte Klassen
class-none-to-assist = Zurzeit helfen Sie in keiner Klasse mit. Bitten Sie die Lehrkraft der Klasse, Sie einzuladen.

## Eine Klasse

class-nav = Seiten von { $title }
nav-class = Klasse
nav-people = Personen
nav-cards = Karten
nav-join = Ohne Karte
nav-sessions = Angemeldet
nav-settings = Einstellungen
lesson-now = Der Unterricht jetzt
at-the-door = { $count ->
    [one] { $count } Person wartet an der Tür: hereinlassen
   *[other] { $count } Personen warten an der Tür: hereinlassen
}
class-part-hint = Damit beginnt jede Karte
board-open = Am Beamer zeigen
count-students = { $count ->
    [one] lernende Person
   *[other] Lernende
}
count-in = { $count ->
   *[other] angemeldet
}
count-ready = { $count ->
   *[other] bereit
}
count-starting = { $count ->
    [one] startet
   *[other] starten
}
count-waiting = { $count ->
    [one] wartet
   *[other] warten
}
count-trouble = { $count ->
   *[other] mit Problem
}
class-memory-short = { $count ->
    [one] { $count } Notebook wartet auf Arbeitsspeicher. Es startet von selbst, sobald Platz ist; Notebooks, die seit zehn Minuten niemand benutzt, werden zuerst angehalten.
   *[other] { $count } Notebooks warten auf Arbeitsspeicher. Sie starten von selbst, sobald Platz ist; Notebooks, die seit zehn Minuten niemand benutzt, werden zuerst angehalten.
}
step-roster = Klassenliste einlesen
step-cards = Karten drucken
step-restore = Klasse wieder hervorholen
step-start = Unterricht beginnen
step-board = Adresse und Code zeigen
step-collect = „{ $name }“ einsammeln
step-autograde = „{ $name }“ bewerten
step-mark = „{ $name }“ von Hand bewerten
step-release-feedback = „{ $name }“ zurückgeben
step-export = Noten exportieren
class-stop = Unterricht beenden
class-stop-sure = Alle Notebooks der Klasse enden und mit ihnen, was darin läuft. Gespeicherte Dateien bleiben; was noch nicht gespeichert ist, bleibt in den offenen Tabs und lässt sich speichern, sobald die Klasse wieder gestartet ist.
class-stop-now = Jetzt beenden
people-now = Lernende
seats-all = Alle { $count } zeigen
seats-left-out = Hier stehen die ersten { $count }, und wer wartet oder ein Problem hat.
seats-few = Nur die ersten { $count } zeigen
seat-restart = Neu starten
seat-restart-whose = Neu starten: { $name }
seat-restart-sure = Was in diesem Notebook läuft, endet, und es startet neu. Gespeicherte Dateien bleiben; was noch nicht gespeichert ist, bleibt im offenen Tab und lässt sich von dort speichern.
seat-restart-now = Jetzt neu starten
seat-restart-now-whose = Jetzt neu starten: { $name }
seat-start-whose = Starten: { $name }
seat-in = da
state-off = aus
state-queued = wartet
state-starting = startet
state-ready = bereit
state-stopped = beendet
state-trouble = Problem
own-notebook = Ihr eigenes Notebook
own-notebook-restart = Neu starten: Ihr eigenes Notebook
own-notebook-hint = Darin finden Sie Formgrader, „Create Assignment“ und den Kursordner der Klasse.
notebook-open = Mein Notebook öffnen
notebook-start = Mein Notebook starten

## Die Seite für den Beamer

board-address = Öffnen Sie diese Adresse
board-card = Tippen Sie den Code Ihrer Karte. Er beginnt mit
board-join = Tippen Sie diesen Code und Ihren Namen
board-close = Zurück zur Klasse

## Aufgaben

homework = Aufgaben
homework-none = Noch keine Aufgaben.
homework-new = Neue Aufgabe
homework-new-hint = Laden Sie ein Notebook mit nbgrader-Zellen hoch oder eine ZIP-Datei mit Notebook und Daten; oder schreiben Sie es in Ihrem eigenen Notebook (Menü „Nbgrader“, „Formgrader“).
homework-file = Notebook oder ZIP-Datei
homework-name = Name
homework-name-hint = wie die Datei
homework-due-field = Fällig ({ $zone })
homework-due-set = Setzen
homework-upload = Hochladen
homework-due = fällig { $when }
homework-no-due = ohne Frist
homework-out = ausgeteilt
homework-not-out = noch nicht ausgeteilt
homework-progress = { $handed } abgegeben · { $collected } eingesammelt · { $graded } bewertet · { $returned } zurückgegeben
homework-to-mark = { $count } von Hand zu bewerten
homework-take-back = Zurückziehen
homework-take-back-hint = Dann kann niemand sonst sie mehr holen. Was schon geholt oder abgegeben wurde, bleibt.
do-release = Austeilen
do-collect = Einsammeln
do-autograde = Bewerten
do-release-feedback = Punkte zurückgeben
job-release = Austeilen
job-collect = Einsammeln
job-sweep = Aus Ordnern einsammeln
job-autograde = Bewerten
job-release-feedback = Punkte zurückgeben
job-is-queued = wartet
job-is-running = läuft
job-is-done = fertig
job-is-failed = fehlgeschlagen
grades-export = Noten als Datei für
handed-in = Abgegeben
column-student = Wer
column-when = Wann
column-version = Fassung
column-receipt = Beleg
column-score = Punkte
tag-late = verspätet
tag-counts = zählt
tag-to-mark = von Hand zu bewerten
score-of = { $score } von { $most }
mark-open = Mein Notebook zum Bewerten öffnen
mark-hint = Dort: Menü „Nbgrader“, „Formgrader“, „Manual Grading“.

## Der Schreibtisch der Lernenden

your-desk = Ihr Schreibtisch
hello = Hallo, { $name }
notebook-stuck-sure = Was in Ihrem Notebook läuft, endet, und es startet neu. Gespeicherte Dateien bleiben; was noch nicht gespeichert ist, bleibt im offenen Tab und lässt sich von dort speichern.
notebook-stuck = Es hängt: neu beginnen
take-home = Meine Dateien mitnehmen
take-home-hint = Als ZIP-Datei. Ihr Platz endet { $when }; dann werden diese Dateien gelöscht.
take-home-guests-only = So nehmen nur Gäste ihre Dateien mit. Im Notebook lassen sich Dateien einzeln herunterladen.
take-home-on-the-way = Ihre Dateien sind schon unterwegs zu Ihnen. Warten Sie, bis dieser Download fertig ist, und versuchen Sie es dann noch einmal.
nothing-to-do = Noch nichts zu tun.
no-class-yet = Sie sind noch in keiner Klasse. Bitten Sie Ihre Lehrkraft um eine Karte.
work-is-to-do = zu tun
work-is-overdue = Frist vorbei
work-is-handed-in = abgegeben
work-is-returned = zurückgegeben
work-score = Zurückgegeben:
work-handed-in = Abgegeben am { $when }
work-receipt = Beleg
work-how-to = Noch nicht abgegeben. Im Notebook links „Hausaufgaben“ öffnen: holen, bearbeiten, abgeben.

## Warten auf ein Notebook

your-notebook = Ihr Notebook
to-my-desk = Zu meinem Schreibtisch und den Aufgaben
wait-in-line = { $place ->
    [0] Ihr Notebook ist als Nächstes dran …
    [one] Ihr Notebook ist als Nächstes dran …
   *[other] Ihr Notebook wartet: Platz { $place } …
}
files-held = Ihre Dateien: { NUMBER($mb) } MB von { NUMBER($limit) } MB
files-near = Ihre Dateien belegen { NUMBER($mb) } von { NUMBER($limit) } MB. Löschen Sie, was Sie nicht mehr brauchen: An der Grenze lässt sich nichts mehr speichern, oder Ihr Notebook wird angehalten.
seat-files-near = Dateien: { NUMBER($mb) } von { NUMBER($limit) } MB
wait-memory = Der Arbeitsspeicher ist gerade belegt. Ihr Notebook startet von selbst, sobald Platz ist; unbenutzte werden zuerst angehalten.
wait-starting = Ihr Notebook startet …
wait-seconds = Meist in etwa { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
} bereit.
wait-seconds-in-line = Noch etwa { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}.
wait-ready = Ihr Notebook ist bereit.
wait-not-running = Ihr Notebook läuft nicht. Drücken Sie „Starten“.
wait-class-over = Ihre Lehrkraft hat die Klasse angehalten, oder die Stunde ist vorbei. Ihre Dateien sind sicher: Drücken Sie „Starten“, um weiterzumachen.
wait-other-tab = Ist noch ein Tab mit Ihrem Notebook offen? Dann starten Sie hier, gehen Sie zurück zu jenem Tab und speichern Sie dort: Was Sie geschrieben haben, steht noch darin. Laden Sie ihn nicht neu.
wait-progress = Startet
wait-press = Drücken Sie den Knopf.
wait-open = Öffnen
wait-start = Starten
wait-try-again = Noch einmal versuchen
wait-trouble = Ihr Notebook konnte nicht gestartet werden, und Sie können das nicht beheben. Sagen Sie es Ihrer Lehrkraft, deren Seite den Grund nennt; Ihre Dateien sind sicher.
