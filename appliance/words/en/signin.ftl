# Signing in and out: codes, PINs, passwords, and who is in.

sign-in = Sign in
signin-title = Sign in
signin-type-code = Type the code on your card
signin-code = Sign-in code
signin-forgiving = Capital or small letters, with or without hyphens: all the same.
signin-i-teach = I am a teacher
signin-have-code = I have a code
signin-no-code = Type the code on your card, then press the button.
signin-mistyped = A symbol is wrong or missing. Look at your card again and compare letter by letter.
signin-wrong-code = This code lets nobody in. Perhaps you have a newer card; if not, ask your teacher for one.
signin-class-over = This card was good, but its class is over. Ask your teacher if that can’t be right.
signin-wait = { $seconds ->
    [one] Many codes are being tried just now. Leave this page open: yours is tried again in { $seconds } second, and you keep your place.
   *[other] Many codes are being tried just now. Leave this page open: yours is tried again in { $seconds } seconds, and you keep your place.
}
signin-wrong-password = Name and password do not fit. Check both and try again.
signin-account-waits-password = { $seconds ->
    [one] Too many wrong passwords for this name. Try again in { $seconds } second.
   *[other] Too many wrong passwords for this name. Try again in { $seconds } seconds.
}
signin-account-waits-pin = { $seconds ->
    [one] Too many wrong PINs. Try again in { $seconds } second, or ask your teacher to reset it.
   *[other] Too many wrong PINs. Try again in { $seconds } seconds, or ask your teacher to reset it.
}
signin-ceiling-password = { $count } wrong passwords in a row: this name is closed. A one-time link opens it again; ./homeroom teacher NAME makes one on the machine that runs Homeroom.
signin-ceiling-pin = { $count } wrong PINs in a row: this card is closed. Ask your teacher to reset your PIN.
signin-link-not-good = This link was used already or is too old. Ask a colleague for another, or run ./homeroom teacher NAME on the machine that runs Homeroom.
signout-really = Sign out?
signout-what-stays = Your notebook keeps running and your files stay where they are.
signout-stay = Stay
form-stale = This page was open too long, or you signed in or out meanwhile. Go back, reload it and try again.

## Teachers

teacher-signin = Teacher’s sign-in
teacher-name = Name
teacher-forgot = No teacher yet, or a forgotten password? A class’s teachers make links for new colleagues and for assistants on its Settings page; for everybody the machine that runs Homeroom does:
password = Password
password-title = Choose a password
password-choose = Welcome, { $name }. Choose a password
password-new = Password, at least { $least } characters
password-again = The same again
password-keep = Keep it and sign in
password-your-name = Your sign-in name is { $name }. Four ordinary words that have nothing to do with each other make a good password.
password-too-short = A password needs at least { $least } characters; four ordinary words do well.
password-too-common = Many people use such a password, and it is tried first by whoever guesses. Take four ordinary words that have nothing to do with you or each other.
password-differs = You typed two different passwords. Type both again.

## PIN

pin = PIN
pin-title = Your PIN
pin-choose = Hello, { $name }. Choose a PIN
pin-type = Hello, { $name }. Type your PIN
pin-new = PIN, at least { $least } digits
pin-keep = Keep it and sign in
pin-why = From now on you need the card and the PIN. So nobody can sign in with your card alone.
pin-forgot = Forgotten? Your teacher can reset it.
pin-not-me = I am not { $name }
pin-shape = A PIN has { $least } to { $most } digits, and nothing else. Choose another.
pin-too-simple = This PIN is one of the first that anybody would try. Choose another.
pin-differs = You typed two different PINs. Type the same one twice.
pin-wrong = That is not your PIN. Try again, or ask your teacher to reset it.
pin-reset = Reset the PIN
pin-reset-hint = The next sign-in by card chooses a new one.
pin-of-others = This PIN also guards a class that you don’t teach. Ask a teacher of that class to reset it.
pin-card-first = Type the code on your card first, then the PIN. Go back to the start.

## Who is in

sessions = Signed in
sessions-count = { $count ->
    [0] Nobody is signed in.
    [one] { $count } browser is signed in.
   *[other] { $count } browsers are signed in.
}
sessions-hint = Signing out ends nobody’s work: notebooks run on, and files stay. Good at the end of a lesson, where machines are shared.
sessions-who = Who
sessions-device = Device
sessions-device-unknown = unknown
sessions-since = Since
sessions-how = By
sessions-by-card = card
sessions-by-pin = card; the PIN is still missing
sessions-by-nod = the teacher’s nod
sessions-end = Sign out
sessions-end-whose = Sign out: { $name }
sessions-end-all = Sign out everyone
sessions-ended = { $count ->
    [0] Nobody was signed in.
    [one] { $count } browser was signed out.
   *[other] { $count } browsers were signed out.
}
sessions-gone = This browser is signed out already. Reload the page.
