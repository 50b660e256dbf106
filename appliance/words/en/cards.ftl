# Sign-in cards, on the screen and on paper.

cards = Sign-in cards
cards-title = Sign-in cards – { $class }
cards-class-empty = A class without students needs no cards. Import the roster first.
cards-to-roster = Import the roster
cards-whom = For whom?
cards-cardless = { $count ->
    [one] { $count } student who has no card yet
   *[other] { $count } students who have no card yet
}
cards-all = { $count ->
    [one] Everybody: { $count } student
   *[other] Everybody: { $count } students
}
cards-section = Section { $section }
cards-only-some = Only some? Tick their names
cards-none-yet = no card yet
cards-paper = Paper
paper-a4 = A4
paper-letter = US Letter
cards-per-sheet = { $count } to a sheet
cards-old-end = Every card gets a new code. Earlier cards of the same students stop working at once, and whoever came in by one is signed out.
cards-make = Make the cards
cards-ready = { $count ->
    [one] { $count } sign-in card
   *[other] { $count } sign-in cards
}
cards-print-now = Print these now, or keep the PDF. The codes are shown only this once, and cards made before for the same students no longer work.
cards-print = Print
cards-as-pdf = Download as PDF
cards-print-hint = In the print dialog: no margins, 100 %, headers and footers off. Then cut along the marks.
cards-undrawn = The PDF could not be made. Print the cards from the page instead, or make PDFs for one section at a time.
card-open = Open
card-type = in a browser and type this code. Or point a phone’s camera at the square.
card-qr = QR code of { $name }’s card
cards-for-whom = Choose for whom the cards are, then press the button again.
cards-nobody = Nobody was chosen, so no card was made and every old one still works. Go back and choose.
cards-unknown = There is no such student in this class. Reload the page and choose again.
cards-void = One of these cards has been replaced meanwhile. Go back to the class’s cards and make them anew.
card-void = Void the card
card-void-hint = It stops working at once; whoever came in by it is signed out.
