# Anmeldekarten, auf dem Bildschirm und auf Papier.

cards = Anmeldekarten
cards-title = Anmeldekarten – { $class }
cards-class-empty = Eine Klasse ohne Lernende braucht keine Karten. Lesen Sie zuerst die Klassenliste ein.
cards-to-roster = Klassenliste einlesen
cards-whom = Für wen?
cards-cardless = { $count ->
    [one] { $count } Person, die noch keine Karte hat
   *[other] { $count } Lernende, die noch keine Karte haben
}
cards-all = { $count ->
    [one] Alle: { $count } Person
   *[other] Alle: { $count } Lernende
}
cards-section = Gruppe { $section }
cards-only-some = Nur einige? Kreuzen Sie die Namen an
cards-none-yet = noch keine Karte
cards-paper = Papier
paper-a4 = A4
paper-letter = US Letter
cards-per-sheet = { $count } auf ein Blatt
cards-old-end = Jede Karte bekommt einen neuen Code. Frühere Karten derselben Lernenden gelten sofort nicht mehr, und wer mit einer angemeldet ist, wird abgemeldet.
cards-make = Karten machen
cards-ready = { $count ->
    [one] { $count } Anmeldekarte
   *[other] { $count } Anmeldekarten
}
cards-print-now = Drucken Sie sie jetzt, oder behalten Sie das PDF. Die Codes werden nur dieses eine Mal gezeigt, und frühere Karten derselben Lernenden gelten nicht mehr.
cards-print = Drucken
cards-as-pdf = Als PDF herunterladen
cards-print-hint = Im Druckdialog: keine Ränder, 100 %, ohne Kopf- und Fußzeilen. Dann an den Marken schneiden.
cards-undrawn = Das PDF konnte nicht erstellt werden. Drucken Sie die Karten von der Seite aus, oder machen Sie die PDFs Gruppe für Gruppe.
card-open = Im Browser
card-type = öffnen, diesen Code eingeben. Oder die Handykamera auf das Quadrat richten.
card-qr = QR-Code der Karte von { $name }
cards-for-whom = Wählen Sie, für wen die Karten sind, und drücken Sie den Knopf dann noch einmal.
cards-nobody = Niemand war gewählt; darum wurde keine Karte gemacht, und alle alten gelten weiter. Gehen Sie zurück und wählen Sie.
cards-unknown = In dieser Klasse gibt es niemanden mit diesem Namen. Laden Sie die Seite neu und wählen Sie noch einmal.
cards-void = Eine dieser Karten wurde inzwischen ersetzt. Gehen Sie zurück zu den Karten der Klasse und machen Sie sie neu.
card-void = Karte ungültig machen
card-void-hint = Sie gilt sofort nicht mehr; wer mit ihr angemeldet ist, wird abgemeldet.
