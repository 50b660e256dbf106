# Aufgaben hinaus, Arbeiten herein, Noten zurück.

assignment-name-unfit = Der Name einer Aufgabe hat 1 bis 64 Buchstaben (a–z), Ziffern, Leerzeichen, Punkte, _ oder - und beginnt mit einem Buchstaben oder einer Ziffer. Wählen Sie einen solchen Namen.
assignment-none = Diese Aufgabe gibt es in der Klasse nicht. Laden Sie die Seite neu und wählen Sie noch einmal.
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
zone-unknown = Diese Zeitzone gibt es nicht. Wählen Sie eine aus der Liste, etwa Europe/Berlin, oder lassen Sie das Feld leer.
late-policy-unknown = Verspätete Arbeiten können Punkte je Tag kosten, abgelehnt werden oder nichts kosten. Bitte eines davon wählen.
late-marks-out-of-range = Der Abzug je Tag ist eine Zahl von 0 bis 1000. Bitte ändern und noch einmal speichern.
opens-after-due = So würden sie die Aufgabe erst nach dem Abgabetermin sehen. Bitte einen späteren Termin wählen oder sie früher zeigen.
upload-without-notebook = Auf der obersten Ebene liegt kein Notebook (.ipynb). Wählen Sie das Notebook selbst oder ein ZIP, in dem es ganz oben liegt.
submit-closed = „{ $name }“ wird nicht mehr angenommen: die Zeit ist um. Jetzt wurde nichts abgegeben; bitte bei der Lehrkraft um eine Verlängerung fragen.
submit-too-much = Davon wurde schon so oft oder so viel abgegeben, dass nichts mehr behalten wird. Jetzt wurde nichts abgegeben; frühere Fassungen bleiben. Sagen Sie es Ihrer Lehrkraft: Sie kann der Klasse mehr erlauben.
exchange-busy = Andere Dateien von Ihnen sind noch unterwegs. Versuchen Sie es gleich noch einmal.
release-taken-back = „{ $name }“ wurde zurückgenommen und darum nicht ausgegeben. Geben Sie es aus, sobald es so weit ist.
submit-key-unfit = Der Idempotency-Key muss aus 32 Hexadezimalziffern bestehen. Senden Sie einen neuen.
submit-key-used = Dieser Idempotency-Key gehört schon zu anderen Dateien. Senden Sie einen neuen.

file-name-unfit = Der Dateiname „{ $name }“ lässt sich nicht verwenden. Benennen Sie die Datei um und versuchen Sie es noch einmal.
file-not-plain = „{ $name }“ ist eine Verknüpfung oder ein Gerät. Nur einfache Dateien können abgegeben werden: Entfernen Sie sie und versuchen Sie es noch einmal.
file-twins = Zwei Dateien oder Ordner heißen „{ $name }“ oder unterscheiden sich nur in Groß- und Kleinschreibung oder Akzenten. Benennen Sie eine um und versuchen Sie es noch einmal.
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
assignment-is-handout = „{ $name }“ ist Material dieser Klasse; beides läge im selben Ordner. Wählen Sie für die Aufgabe einen anderen Namen.
handout-is-assignment = „{ $name }“ ist eine Aufgabe dieser Klasse; beides läge im selben Ordner. Wählen Sie für das Material einen anderen Namen.
collected-without = Nicht eingesammelt, weil es Verknüpfungen, Geräte oder fremde Dateien sind oder der Name nicht taugt: { $names }. Bitte einfache Dateien ablegen und noch einmal abgeben.
collected-changing = Während des Einsammelns gespeichert und deshalb vielleicht unvollständig: { $names }. Sehen Sie nach, und sammeln Sie notfalls noch einmal ein.

# Was bei der Abgabe auffällt. Das lesen die Lernenden.

check-notebook-missing = „{ $notebook }“ fehlt bei den Dateien, also kann nichts darin bewertet werden. Bitte wieder in den Ordner legen und noch einmal abgeben.
check-notebook-elsewhere = „{ $notebook }“ fehlt bei den Dateien, aber { $found } sieht danach aus. Bitte in „{ $notebook }“ umbenennen und noch einmal abgeben.
check-notebook-renamed = „{ $notebook }“ fehlt bei den Dateien; { $found } wurde dafür genommen. Sicher ist sicher: in „{ $notebook }“ umbenennen und noch einmal abgeben.
check-notebook-large = „{ $notebook }“ ist größer als { $most } MB oder hat viel zu viele Teile und wurde nicht angesehen. Bitte im Notebook „Alle Ausgaben löschen“ wählen, speichern und noch einmal abgeben.
check-notebook-damaged = „{ $notebook }“ lässt sich nicht als Notebook lesen, also kann nichts darin bewertet werden. Bitte in JupyterLab öffnen; geht das nicht, die Aufgabe neu holen und die Antworten hineinkopieren.
check-notebook-old = „{ $notebook }“ ist in einem alten Format gespeichert, das nicht bewertet werden kann. Bitte in JupyterLab öffnen, speichern und noch einmal abgeben.
check-notebook-new = „{ $notebook }“ ist in einem zu neuen Format gespeichert, das nicht bewertet werden kann. Bitte hier in JupyterLab öffnen, speichern und noch einmal abgeben.
check-cells-back = „{ $notebook }“: { $count ->
    [one] Die Zelle { $cells } fehlte. Sie wurde
   *[other] Die Zellen { $cells } fehlten. Sie wurden
} so wieder eingesetzt, wie sie ausgeteilt war; zu tun ist nichts.
check-answers-back = „{ $notebook }“: { $count ->
    [one] Die Antwort { $cells } fehlt und gilt
   *[other] Die Antworten { $cells } fehlen und gelten
} als leer. Bitte die Aufgabe neu holen, die Antworten in die richtigen Zellen kopieren und noch einmal abgeben.
check-answers-missing = „{ $notebook }“: { $count ->
    [one] Die Zelle für die Antwort { $cells } ist
   *[other] Die Zellen für die Antworten { $cells } sind
} nicht mehr da. Steht die Antwort in einer anderen Zelle, wird sie trotzdem ausgeführt; sonst bitte die Aufgabe neu holen und noch einmal abgeben.
check-answers-doubled = „{ $notebook }“: { $count ->
    [one] Die Antwort { $cells } kommt
   *[other] Die Antworten { $cells } kommen
} mehrmals vor, und die letzte gilt. Ist sie nicht gemeint, bitte die anderen löschen und noch einmal abgeben.
check-answers-untouched = „{ $notebook }“: In { $cells } wurde nichts geändert. Gibt es eine Antwort, bitte dort eintragen, speichern und noch einmal abgeben.
check-cells-doubled = „{ $notebook }“: { $count ->
    [one] Die Zelle { $cells } kam mehrmals vor. Ihre Kopien zählen nicht mehr
   *[other] Die Zellen { $cells } kamen mehrmals vor. Ihre Kopien zählen nicht mehr
}; zu tun ist nichts.
check-cells-retyped = „{ $notebook }“: { $count ->
    [one] Die Zelle { $cells } war zu einer Zelle anderer Art geworden (Code, Markdown) und wurde
   *[other] Die Zellen { $cells } waren zu Zellen anderer Art geworden (Code, Markdown) und wurden
} zurückgestellt; zu tun ist nichts.
check-cells-restored = „{ $notebook }“: { $count ->
    [one] Die gesperrte Zelle { $cells } wurde geändert. Bewertet wird sie so, wie sie ausgeteilt war
   *[other] Die gesperrten Zellen { $cells } wurden geändert. Bewertet werden sie so, wie sie ausgeteilt waren
}. Stand dort eine Antwort, bitte in eine eigene Zelle verschieben und noch einmal abgeben.
check-cells-unmarked = „{ $notebook }“: { $count ->
    [one] Die verborgenen Angaben der Zelle { $cells } waren
   *[other] Die verborgenen Angaben der Zellen { $cells } waren
} verändert und wurden berichtigt; zu tun ist nichts.
check-cells-unknown = „{ $notebook }“: { $count ->
    [one] Die Zelle { $cells } gehört zu einer anderen Aufgabe und wird
   *[other] Die Zellen { $cells } gehören zu einer anderen Aufgabe und werden
} nicht bewertet. Steht dort eine Antwort, bitte in die richtige Zelle verschieben und noch einmal abgeben.
check-more = { $count } weitere

job-check = Prüfen

# Was vor dem Austeilen auffällt. Das liest die Lehrkraft.

report-no-notebook = Auf der obersten Ebene der Aufgabe liegt kein Notebook (.ipynb). Laden Sie eines hoch, oder legen Sie es in den Ordner source im Kursordner.
report-notebook-unreadable = „{ $notebook }“ lässt sich nicht als Notebook lesen: { $why }. Öffnen und speichern Sie es in JupyterLab, und laden Sie es noch einmal hoch.
report-no-student-version = Die Fassung für die Lernenden lässt sich nicht herstellen: { $why }. Berichtigen Sie das Notebook, bevor Sie es austeilen.
report-marks-old = „{ $notebook }“ wurde mit einem älteren nbgrader ausgezeichnet. Wenden Sie im Terminal „nbgrader update“ darauf an, und laden Sie es noch einmal hoch.
report-id-unfit = „{ $notebook }“: Die Zelle { $cell } hat keine brauchbare ID. Geben Sie ihr unter „Create Assignment“ eine aus Buchstaben, Ziffern, _ und -.
report-id-twice = „{ $notebook }“: Die ID { $cell } kommt mehrmals vor. Geben Sie jeder Zelle eine eigene.
report-task-odd = „{ $notebook }“: Die Aufgabenstellung { $cell } muss eine Markdown-Zelle sein und nichts als das. Zeichnen Sie sie unter „Create Assignment“ neu aus.
report-text-odd = „{ $notebook }“: Die Textzelle { $cell } lässt sich nicht ausführen. Zeichnen Sie sie als von Hand bewertete Antwort aus, oder machen Sie eine Code-Zelle daraus.
report-answer-locked = „{ $notebook }“: Die Antwort { $cell } ist zugleich als gesperrt ausgezeichnet. Ändern lässt sie sich trotzdem; war das nicht gemeint, zeichnen Sie sie neu aus.
report-points-none = „{ $notebook }“: Die Zelle { $cell } hat keine Punkte, die sich zählen lassen. Tragen Sie unter „Create Assignment“ eine Zahl ab 0 ein.
report-points-zero = „{ $notebook }“: Die Zelle { $cell } wird bewertet, aber mit 0 Punkten.
report-points = „{ $notebook }“ bringt { $points } { $points ->
    [one] Punkt
   *[other] Punkte
}: { $tests } durch Tests, { $by_hand } von Hand.
report-points-all = Alle { $count } Notebooks zusammen bringen { $points } { $points ->
    [one] Punkt
   *[other] Punkte
}.
report-nothing-graded = Hier wird nichts bewertet: Keine Zelle ist als Test, als von Hand bewertete Antwort oder als Aufgabenstellung ausgezeichnet.
report-region-open = „{ $notebook }“: In der Zelle { $cell } stehen { $begin } und { $end } nicht paarweise. Fügen Sie die fehlende Zeile ein.
report-region-not-solution = „{ $notebook }“: { $begin } steht in der Zelle { $cell }, die nicht als Antwort ausgezeichnet ist. Zeichnen Sie sie so aus, oder nehmen Sie die Zeilen heraus.
report-region-not-grade = „{ $notebook }“: { $begin } steht in der Zelle { $cell }, die nicht als Test ausgezeichnet ist. Zeichnen Sie sie so aus, oder nehmen Sie die Zeilen heraus.
report-region-not-task = „{ $notebook }“: { $begin } steht in der Zelle { $cell }, die nicht als Aufgabenstellung ausgezeichnet ist. Zeichnen Sie sie so aus, oder nehmen Sie die Zeilen heraus.
report-autotest = „{ $notebook }“: Die Tests der Zelle { $cell } macht AUTOTEST erst beim Austeilen; sie wurden hier nicht ausprobiert.
report-kernel-language = „{ $notebook }“ ist für { $language } geschrieben. Hier lässt sich nur Python bewerten.
report-kernel-none = „{ $notebook }“ nennt keinen Kernel, also müssen die Lernenden einen wählen. Öffnen und speichern Sie es in JupyterLab.
report-kernel-unknown = „{ $notebook }“ verlangt den Kernel „{ $kernel }“, den es hier nicht gibt, also müssen die Lernenden einen wählen. Öffnen Sie es hier in JupyterLab, wählen Sie Python 3 und speichern Sie.
report-file-large = „{ $name }“ hat { $mb } MB. Alle bekommen eine Kopie davon, und mit jeder Abgabe kommt sie zurück.
report-links = { $names } – nicht auszuteilen: Das geht nur mit einfachen Dateien. Legen Sie die Dateien selbst dorthin.
report-not-tried = Ausprobieren ließ es sich nicht: { $why }
report-test-fails = „{ $notebook }“: Ihre eigene Lösung besteht den Test { $cell } nicht: { $last }
report-test-stderr = „{ $notebook }“: Der Test { $cell } gibt eine Warnung oder Fehlermeldung aus und gilt damit selbst mit Ihrer eigenen Lösung als nicht bestanden. Unterbinden Sie die Ausgabe.
report-test-strange = „{ $notebook }“: Der Test { $cell } ergibt mehr als ein Ergebnis oder eine Zahl, die nicht zwischen 0 und { $points } liegt. Er gilt als nicht bestanden; berichtigen Sie ihn.
report-test-partial = „{ $notebook }“: Ihre eigene Lösung bekommt im Test { $cell } { $score } von { $points }.
report-cell-fails = „{ $notebook }“: Mit Ihrer eigenen Lösung endet die Zelle { $cell } mit einem Fehler: { $last }
report-time-over = „{ $notebook }“: Ihre eigene Lösung kam in { $seconds } Sekunden nicht zum Ende; sie stand in der Zelle { $cell }. Machen Sie sie schneller: Mehr Zeit haben auch die Arbeiten der Lernenden nicht.
report-kernel-died = „{ $notebook }“: Python endete in der Zelle { $cell }, meist weil es zu viel Arbeitsspeicher brauchte. Machen Sie sie kleiner: Mehr haben auch die Arbeiten der Lernenden nicht.
report-passes = „{ $notebook }“: Ihre eigene Lösung { $tests ->
    [0] läuft bis zum Ende
    [one] besteht ihren Test
   *[other] besteht alle { $tests } Tests
}, in { $seconds } Sekunden.
report-already-passes = „{ $notebook }“: Die Fassung für die Lernenden besteht { $count ->
    [one] den Test { $cells } schon jetzt. Wer nichts Neues abgibt, bekommt seine Punkte
   *[other] die Tests { $cells } schon jetzt. Wer nichts Neues abgibt, bekommt ihre Punkte
}.
