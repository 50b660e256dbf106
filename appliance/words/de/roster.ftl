# Was an einer Klassenliste nicht stimmt und was zu tun ist.

roster-more = { $count } weitere
roster-quoted = „{ $text }“

# Ein Feld einer Person, mitten im Satz.

roster-field-student-id = Nummer
roster-field-login = Anmeldename
roster-field-email = E-Mail-Adresse
roster-field-first-name = Vorname
roster-field-last-name = Nachname
roster-field-display-name = Name
roster-field-section = Gruppe
roster-field-role = Rolle
roster-field-status = Status

# Die Datei als Ganzes.

roster-too-big = Die Datei hat { $size } MB; eine Klassenliste darf höchstens { $most } MB haben. Exportieren Sie nur die Liste der Personen und laden Sie diese hoch.
roster-other-file = Das ist { $kind }, keine Klassenliste. Öffnen Sie die Datei in einer Tabellenkalkulation, speichern Sie die Klassenliste als „CSV UTF-8“ und laden Sie diese Datei hoch.
roster-file-old-excel = eine alte oder mit Passwort geschützte Excel-Arbeitsmappe
roster-file-pdf = ein PDF-Dokument
roster-file-word = ein Dokument einer Textverarbeitung
roster-file-picture = ein Bild
roster-file-compressed = eine komprimierte Datei
roster-file-zip = ein Zip-Archiv oder ein Dokument ohne Tabellen
roster-file-web-page = eine Webseite oder XML-Datei
roster-file-json = eine JSON-Datei oder ein Notebook
roster-unknown-encoding = Diese Zeichenkodierung ist hier nicht bekannt. Wählen Sie eine der angebotenen.
roster-not-in-encoding = Diese Zeile enthält Bytes, die kein Text in { $encoding } sind. Wählen Sie eine andere Zeichenkodierung, oder speichern Sie die Klassenliste als „CSV UTF-8“ und laden Sie diese Datei hoch.
roster-empty = Die Datei ist leer. Exportieren Sie die Klassenliste noch einmal und laden Sie diese Datei hoch.
roster-nul = Diese Zeile enthält ein NUL-Zeichen; die Datei ist also beschädigt oder kein Text. Exportieren Sie die Klassenliste noch einmal, oder speichern Sie sie als „CSV UTF-8“.
roster-damaged-workbook = Diese Excel-Arbeitsmappe lässt sich nicht lesen: Sie ist beschädigt oder ungewöhnlich. Öffnen Sie sie in einer Tabellenkalkulation, speichern Sie die Klassenliste als „CSV UTF-8“ und laden Sie diese Datei hoch.
roster-big-workbook = Diese Excel-Arbeitsmappe enthält viel mehr als eine Klassenliste. Kopieren Sie die Liste der Personen in eine neue Arbeitsmappe, oder speichern Sie sie als „CSV UTF-8“, und laden Sie diese Datei hoch.
roster-header-only = Diese Zeile ist eine Kopfzeile, aber keine Zeile darunter nennt jemanden. Exportieren Sie die Klassenliste noch einmal, mit den Lernenden.
roster-too-many-rows = Die Datei hat mehr als { $most } Zeilen; mehr darf eine Klassenliste nicht haben. Exportieren Sie nur eine Klasse, oder teilen Sie die Datei.
roster-many-quotation-marks = In mehr als { $most } Zeilen passen die Anführungszeichen nicht zueinander. Exportieren Sie die Klassenliste noch einmal, oder speichern Sie sie als „CSV UTF-8“.
roster-no-names = Es wurde keine Spalte mit Namen gefunden; diese Zeile enthält { $cells }. Wählen Sie die Spalten von Hand, oder schreiben Sie in die erste Zeile eine Überschrift: über eine Spalte „Name“, oder über zwei Spalten „Vorname“ und „Nachname“.

# Eine Zeile.

roster-quotation-mark = Ein Anführungszeichen in dieser Zeile hat kein Gegenstück, oder eine Zelle ist viel zu lang. Berichtigen Sie die Zeile und laden Sie die Datei noch einmal hoch.
roster-too-wide = Diese Zeile hat { $cells } Zellen, die Kopfzeile nur { $headings }. Setzen Sie jede Zelle, die dieses Zeichen enthält, in Anführungszeichen: { $sign }.
roster-sign-comma = Komma
roster-sign-semicolon = Semikolon
roster-sign-tab = Tabulator
roster-sign-bar = senkrechter Strich
roster-sign-other = Trennzeichen
roster-no-name = In dieser Zeile steht kein Name. Tragen Sie den Namen ein, oder löschen Sie die Zeile.
roster-no-letter = Der Name „{ $name }“ enthält keinen Buchstaben. Berichtigen Sie den Namen.
roster-no-address = „{ $email }“ ist keine E-Mail-Adresse. Berichtigen Sie sie, oder lassen Sie die Zelle leer.
roster-too-long = Der Eintrag „{ $field }“ hat { $has } Zeichen, und höchstens { $most } passen. Kürzen Sie ihn.
roster-unprintable = Im Eintrag „{ $field }“ stehen Zeichen, die sich nicht drucken lassen. Tippen Sie ihn von Hand neu.
roster-same-key = Die Zeilen { $lines } haben denselben Eintrag „{ $value }“ ({ $field }). Behalten Sie für jede Person nur eine Zeile, oder berichtigen Sie den Eintrag.
roster-same-name = Die Zeilen { $lines } haben denselben Namen „{ $name }“, und nichts unterscheidet sie. Behalten Sie für jede Person nur eine Zeile, oder geben Sie jeder eine Nummer, einen Anmeldenamen oder eine E-Mail-Adresse.
roster-several-students = „{ $name }“ kann jede dieser Personen der Klasse sein: { $students }. Tragen Sie in dieser Zeile die Nummer, den Anmeldenamen oder die E-Mail-Adresse der gemeinten Person ein.
roster-several-lines = Die Zeilen { $lines } können alle „{ $name }“ ({ $student }) aus dieser Klasse sein. Laden Sie zuerst die Datei mit nur der richtigen dieser Zeilen hoch.

# Zeilen, die mit Absicht keine Lernenden sind.

roster-left-nobody = Diese Zeile nennt niemanden und wird ausgelassen.
roster-left-totals = „{ $name }“ gehört zu den Noten und ist keine Person; die Zeile wird ausgelassen.
roster-left-test-student = Das ist die Testperson der Lernplattform; sie wird ausgelassen.
roster-left-gone = „{ $name }“ ist als „{ $status }“ gekennzeichnet; die Zeile wird ausgelassen.
roster-left-role = „{ $name }“ hat die Rolle „{ $role }“, ist also keine lernende Person, und wird ausgelassen.
