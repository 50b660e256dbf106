# Aufgaben auf den Seiten der Lehrkraft und der Lernenden.

nav-homework = Aufgaben
homework-open = Einzelheiten
homework-due-section = { $section }: { $when }
homework-extensions = { $count ->
    [one] { $count } Verlängerung
   *[other] { $count } Verlängerungen
}
homework-hidden = verborgen bis { $when }
homework-folder = Ein Ordner von diesem Rechner
homework-folder-file = Ordner
homework-folder-name-hint = wie der Ordner
homework-folder-upload = Ordner hochladen
chain-write = Schreiben
chain-release = Austeilen
chain-collect = Einsammeln
chain-autograde = Bewerten
chain-release-feedback = Zurückgeben
chain-uploaded = hochgeladen
chain-own-server = im Kursordner
chain-out = ausgeteilt
chain-corrected = Korrektur noch nicht ausgeteilt
chain-not-out = noch nicht
chain-handed-in = { $count } von { $all } abgegeben
chain-of = { $count } von { $all }
assignment-steps = Schritte
column-state = Stand
standing-open = offen
standing-missing = fehlt
standing-handed-in = abgegeben
standing-from-folder = aus dem Ordner
standing-graded = bewertet
standing-returned = zurückgegeben
until = bis { $when }
version-of = { $number } von { $all }
score-penalty = { $marks } Abzug für Verspätung
dates-title = Termine und Verspätung
dates-opens = Zu sehen ab ({ $zone })
dates-zone = Zeitzone
dates-grace = Nachfrist in Minuten
dates-policy = Verspätetes
dates-marks = Abzug je Tag, in Punkten
dates-hint = Ohne Termin ist die Aufgabe zu sehen, sobald sie ausgeteilt ist. Innerhalb der Nachfrist gilt nichts als verspätet.
dates-into-homes = In jeden Ordner der Lernenden legen
dates-sections = Gruppen mit eigenem Termin
dates-sections-hint = Ohne eigenen Termin gilt für eine Gruppe der Termin oben.
dates-saved = Gespeichert.
policy-none = wird nur als verspätet gekennzeichnet
policy-marks = verliert Punkte je angefangenem Tag
policy-cutoff = wird nicht angenommen
number-unreadable = Das ist keine Zahl. Bitte mit Ziffern schreiben, etwa 2 oder 2,5.
versions-title = Fassungen
versions-none = Es wurde nichts abgegeben und nichts eingesammelt.
versions-hint = Wenn Sie nichts wählen, zählt die letzte pünktliche Fassung, sonst die letzte abgegebene.
version-number = Fassung { $number }
version-folder = Aus dem Ordner eingesammelt { $when }
version-choose = Zählen lassen
version-chosen = Gespeichert. Damit es gilt, noch einmal einsammeln und bewerten.
version-by-rule = Der Regel überlassen
version-repaired = Was sich ausbessern ließ, ist ausgebessert; bewertet wird die ausgebesserte Form. Beide sind aufbewahrt.
extension-title = Verlängerung
extension-now = Fällig { $when }.
extension-until = Hat Zeit bis ({ $zone })
extension-hint = Was der neue Termin pünktlich macht, gilt nicht mehr als verspätet. Leer lassen nimmt die Verlängerung zurück.
extension-saved = Die Verlängerung ist gewährt.
extension-taken-back = Die Verlängerung ist zurückgenommen.

## Der Schreibtisch der Lernenden

work-is-closed = geschlossen
work-extension = Verlängerung
work-late-marks = Verspätetes verliert { $marks } Punkte je angefangenem Tag.
work-late-cutoff = Verspätetes wird nicht angenommen.
work-grace = { $minutes ->
    [one] Eine Minute mehr gilt nicht als verspätet.
   *[other] { $minutes } Minuten mehr gelten nicht als verspätet.
}
work-how-to-folder = Legen Sie Ihre Arbeit in den Ordner „{ $folder }“ Ihres Notebooks. Zum Termin wird sie von dort eingesammelt.
receipts-all = Alle meine Belege
receipts-title = Belege
receipts-whose = { $name }, { $class }
receipts-hint = Die Prüfsumme (SHA-256) ist der Fingerabdruck aller Dateien einer Fassung: gleiche Dateien haben die gleiche, andere nie.
receipts-print = Drucken
receipts-none = Es wurde noch nichts abgegeben.
column-digest = Prüfsumme

## Materialien und Ordner

download = Herunterladen
download-counting = Herunterladen, was zählt
download-every = Alle Fassungen herunterladen
zip-no-room = Das wären { NUMBER($mb) } MB, und auf der Platte ist kein Platz, sie zu packen. Laden Sie einzelne Fassungen herunter oder nur die, die zählen.
delivered = In { $done } von { $all } Ordnern.
delivered-kept = { $name } behält die eigene Form von { $files }; die neue liegt daneben.
delivered-failed = { $name }: { $why }
collecting = Einen Ordner einsammeln, ohne Bewertung
collecting-folder = Ordner bei den Lernenden
collecting-folder-hint = wie der Name
collecting-hint = Die Lernenden legen ihre Arbeit in diesen Ordner. Zum Termin oder mit „Einsammeln“ wird sie eingesammelt; nichts davon wird ausgeführt oder bewertet.
handouts = Materialien
handouts-hint = Dateien ohne Punkte, etwa Texte und Daten, für jeden Ordner der Lernenden. Derselbe Name noch einmal ist eine neue Ausgabe: was die Lernenden geändert haben, bleibt ihres.
handouts-files = Dateien oder eine ZIP-Datei
handouts-name = Ordner bei den Lernenden
handouts-give = An alle verteilen
work-updated = Die Lehrkraft hat die Aufgabe korrigiert, { $when }; unberührte Dateien sind neu.
work-updated-kept = Die Lehrkraft hat die Aufgabe korrigiert, { $when }. Die eigene Fassung von { $files } ist geblieben; die neue liegt daneben.
desk-handouts = Von der Lehrkraft
desk-handout-kept = Die eigene Fassung von { $files } ist geblieben; die neue liegt daneben.

## Was eine Prüfung fand

do-check = Prüfen
report-title = Prüfung vor dem Austeilen
report-outdated = Das gilt für eine frühere Form. Prüfen Sie noch einmal, um zu sehen, wie sie jetzt ist.
level-wrong = falsch
level-look = ansehen
level-fine = gut
chain-checked = geprüft
chain-wrong = { $count ->
    [one] { $count } Fehler
   *[other] { $count } Fehler
}
