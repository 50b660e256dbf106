# Aufgaben hinaus, Arbeiten herein, Noten zurück.

assignment-name-unfit = Der Name einer Aufgabe hat 1 bis 64 Buchstaben (a–z), Ziffern, Leerzeichen, Punkte, _ oder - und beginnt mit einem Buchstaben oder einer Ziffer. Wählen Sie einen solchen Namen.
assignment-none = Diese Aufgabe gibt es in der Klasse nicht. Laden Sie die Seite neu und wählen Sie noch einmal.
assignment-already-out = „{ $name }“ ist schon bei den Lernenden. Nehmen Sie die Aufgabe erst zurück, oder wählen Sie einen anderen Namen.
assignment-needs-force = „{ $name }“ ist schon ausgeteilt. Mit --force ersetzen Sie, was ab jetzt geholt wird; schon geholte Arbeiten bleiben, wie sie sind.
assignment-not-out = Diese Aufgabe ist nicht ausgeteilt. Fragen Sie Ihre Lehrkraft.
assignment-there = Eine Aufgabe mit dem Namen „{ $name }“ gibt es schon. Wählen Sie einen anderen Namen.
folder-not-graded = „{ $name }“ wird aus einem Ordner eingesammelt, bewertet wird darin nichts. Laden Sie die Dateien herunter und sehen Sie sie selbst durch.
exchange-nothing-to-fetch = „{ $name }“ wird aus dem Ordner „{ $folder }“ eingesammelt: zu holen gibt es nichts. Die Dateien gehören dorthin.
late-policy-marks = { $marks ->
        [one] 1 Punkt Abzug für jeden Tag Verspätung
       *[other] { $marks } Punkte Abzug für jeden Tag Verspätung
    }
late-policy-cutoff = verspätet nicht mehr angenommen
section-unknown = In der Gruppe „{ $section }“ ist in dieser Klasse niemand. Sehen Sie in der Klassenliste nach und versuchen Sie es noch einmal.
grace-out-of-range = Die Nachfrist ist eine ganze Zahl von Minuten zwischen 0 und { $most }. Bitte ändern und noch einmal speichern.
late-policy-unknown = Verspätete Arbeiten können Punkte je Tag kosten, abgelehnt werden oder nichts kosten. Bitte eines davon wählen.
late-marks-out-of-range = Der Abzug je Tag ist eine Zahl von 0 bis 1000. Bitte ändern und noch einmal speichern.
opens-after-due = So würden sie die Aufgabe erst nach dem Abgabetermin sehen. Bitte einen späteren Termin wählen oder sie früher zeigen.
upload-without-notebook = Auf der obersten Ebene liegt kein Notebook (.ipynb). Wählen Sie das Notebook selbst oder ein ZIP, in dem es ganz oben liegt.
submit-closed = „{ $name }“ wird nicht mehr angenommen: die Zeit ist um. Jetzt wurde nichts abgegeben; bitte bei der Lehrkraft um eine Verlängerung fragen.
submit-key-unfit = Der Idempotency-Key muss aus 32 Hexadezimalziffern bestehen. Senden Sie einen neuen.
submit-key-used = Dieser Idempotency-Key gehört schon zu anderen Dateien. Senden Sie einen neuen.

file-name-unfit = Der Dateiname „{ $name }“ lässt sich nicht verwenden. Benennen Sie die Datei um und versuchen Sie es noch einmal.
file-not-plain = „{ $name }“ ist eine Verknüpfung oder ein Gerät. Nur einfache Dateien können abgegeben werden: Entfernen Sie sie und versuchen Sie es noch einmal.
file-twins = Zwei Dateien heißen „{ $name }“ oder unterscheiden sich nur in Groß- und Kleinschreibung oder Akzenten. Benennen Sie eine um und versuchen Sie es noch einmal.
files-too-many = Es sind mehr als { $most } Dateien. Entfernen Sie einige und versuchen Sie es noch einmal.
files-too-large = Die Dateien sind zusammen größer als { $most } MB. Entfernen Sie große Dateien und versuchen Sie es noch einmal.
archive-broken = Die Übertragung brach ab, oder das ist kein Archiv. Nichts wurde behalten; bitte versuchen Sie es noch einmal.
zips-on-the-way = Gerade werden andere Dateien gepackt. Versuchen Sie es noch einmal, wenn sie durch sind.

grade-format-unknown = Noten gibt es als { $formats }. Wählen Sie eines davon.

job-none = Diesen Auftrag gibt es nicht. Gehen Sie zurück zur Seite der Klasse.
job-too-long = Es dauerte länger als { $seconds } Sekunden und wurde angehalten.
job-too-much = Es brauchte mehr Arbeitsspeicher oder gab mehr aus, als erlaubt ist, und wurde angehalten.
job-ended-early = Es endete vorzeitig, und nichts wurde geändert. Die letzten Worte: { $last }
job-ended-silently = Es endete vorzeitig, und nichts wurde geändert. Ein Grund ist nicht bekannt; versuchen Sie es noch einmal.
job-fault-of-ours = Hier ist etwas schiefgegangen; im Protokoll steht es unter { $reference }. Versuchen Sie es noch einmal.
about-student = { $student }: { $problem }
student-not-graded = { $student }: diesmal nicht bewertet. { $problem }
nobody-handed-in = Noch niemand hat diese Aufgabe abgegeben. Sammeln Sie noch einmal ein, wenn Abgaben da sind.
collect-first = Noch ist nichts eingesammelt: Drücken Sie zuerst „Einsammeln“.
autograde-first = Noch ist nichts bewertet: Drücken Sie zuerst „Bewerten“.

handout-none = Dieses Material gibt es in der Klasse nicht. Laden Sie die Seite neu und wählen Sie noch einmal.
handout-is-assignment = „{ $name }“ ist eine Aufgabe dieser Klasse; beides läge im selben Ordner. Wählen Sie für das Material einen anderen Namen.
collected-without = Nicht eingesammelt, weil es Verknüpfungen, Geräte oder fremde Dateien sind oder der Name nicht taugt: { $names }. Bitte einfache Dateien ablegen und noch einmal abgeben.
collected-changing = Während des Einsammelns gespeichert und deshalb vielleicht unvollständig: { $names }. Sehen Sie nach, und sammeln Sie notfalls noch einmal ein.
