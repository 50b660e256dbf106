# Anmelden und abmelden: Codes, PINs, Passwörter, und wer da ist.

sign-in = Anmelden
signin-title = Anmelden
signin-type-code = Geben Sie den Code von Ihrer Karte ein
signin-code = Anmeldecode
signin-forgiving = Große oder kleine Buchstaben, mit oder ohne Bindestriche: alles gilt.
signin-i-teach = Ich unterrichte
signin-have-code = Ich habe einen Code
signin-no-code = Geben Sie den Code ein, der auf Ihrer Karte steht, und drücken Sie dann den Knopf.
signin-mistyped = Ein Zeichen ist falsch oder fehlt. Schauen Sie noch einmal auf Ihre Karte und vergleichen Sie Zeichen für Zeichen.
signin-wrong-code = Dieser Code gilt nicht. Vielleicht haben Sie eine neuere Karte; wenn nicht, bitten Sie Ihre Lehrkraft um eine.
signin-class-over = Diese Karte hat gegolten, aber ihre Klasse ist zu Ende. Fragen Sie Ihre Lehrkraft, wenn das nicht sein kann.
signin-wait = { $seconds ->
    [one] Gerade werden viele Codes eingegeben. Lassen Sie diese Seite offen: Ihrer wird in { $seconds } Sekunde wieder geprüft, und Ihr Platz bleibt Ihnen.
   *[other] Gerade werden viele Codes eingegeben. Lassen Sie diese Seite offen: Ihrer wird in { $seconds } Sekunden wieder geprüft, und Ihr Platz bleibt Ihnen.
}
signin-wrong-password = Name und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
signin-account-waits-password = { $seconds ->
    [one] Zu viele falsche Passwörter für diesen Namen. Versuchen Sie es in { $seconds } Sekunde wieder.
   *[other] Zu viele falsche Passwörter für diesen Namen. Versuchen Sie es in { $seconds } Sekunden wieder.
}
signin-account-waits-pin = { $seconds ->
    [one] Zu viele falsche PINs. Versuchen Sie es in { $seconds } Sekunde wieder, oder bitten Sie Ihre Lehrkraft, sie zurückzusetzen.
   *[other] Zu viele falsche PINs. Versuchen Sie es in { $seconds } Sekunden wieder, oder bitten Sie Ihre Lehrkraft, sie zurückzusetzen.
}
signin-ceiling-password = { $count } falsche Passwörter hintereinander: Dieser Name ist gesperrt. Ein Einmal-Link öffnet ihn wieder; ./homeroom teacher NAME macht einen auf dem Rechner, auf dem Homeroom läuft.
signin-ceiling-pin = { $count } falsche PINs hintereinander: Diese Karte ist gesperrt. Bitten Sie Ihre Lehrkraft, Ihre PIN zurückzusetzen.
signin-link-not-good = Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie jemanden aus dem Kollegium um einen neuen, oder rufen Sie ./homeroom teacher NAME auf dem Rechner auf, auf dem Homeroom läuft.
signout-really = Abmelden?
signout-what-stays = Ihr Notebook läuft weiter, und Ihre Dateien bleiben, wo sie sind.
signout-stay = Bleiben
form-stale = Diese Seite war zu lange offen, oder Sie haben sich inzwischen an- oder abgemeldet. Gehen Sie zurück, laden Sie sie neu und versuchen Sie es noch einmal.

## Lehrkräfte

teacher-signin = Anmeldung für Lehrkräfte
teacher-name = Name
teacher-forgot = Noch keine Lehrkraft, oder das Passwort vergessen? Für neue Leute im Kollegium und für Assistenzen machen die Lehrkräfte einer Klasse Links auf deren Seite „Einstellungen“; für alle tut es der Rechner, auf dem Homeroom läuft:
password = Passwort
password-title = Passwort wählen
password-choose = Willkommen, { $name }. Wählen Sie ein Passwort
password-new = Passwort, mindestens { $least } Zeichen
password-again = Noch einmal dasselbe
password-keep = Behalten und anmelden
password-your-name = Ihr Anmeldename ist { $name }. Vier gewöhnliche Wörter, die nichts miteinander zu tun haben, sind ein gutes Passwort.
password-too-short = Ein Passwort braucht mindestens { $least } Zeichen; vier gewöhnliche Wörter sind gut.
password-too-common = Solche Passwörter haben viele, und wer rät, versucht sie zuerst. Nehmen Sie vier gewöhnliche Wörter, die nichts mit Ihnen und nichts miteinander zu tun haben.
password-differs = Sie haben zwei verschiedene Passwörter eingegeben. Geben Sie beide noch einmal ein.

## PIN

pin = PIN
pin-title = Ihre PIN
pin-choose = Hallo, { $name }. Wählen Sie eine PIN
pin-type = Hallo, { $name }. Geben Sie Ihre PIN ein
pin-new = PIN, mindestens { $least } Ziffern
pin-keep = Behalten und anmelden
pin-why = Ab jetzt brauchen Sie die Karte und die PIN. So kann sich niemand allein mit Ihrer Karte anmelden.
pin-forgot = Vergessen? Ihre Lehrkraft kann sie zurücksetzen.
pin-not-me = Ich bin nicht { $name }
pin-shape = Eine PIN hat { $least } bis { $most } Ziffern und sonst nichts. Wählen Sie eine andere.
pin-too-simple = Diese PIN würden alle zuerst versuchen. Wählen Sie eine andere.
pin-differs = Sie haben zwei verschiedene PINs eingegeben. Geben Sie zweimal dieselbe ein.
pin-wrong = Das ist nicht Ihre PIN. Versuchen Sie es noch einmal, oder bitten Sie Ihre Lehrkraft, sie zurückzusetzen.
pin-reset = PIN zurücksetzen
pin-reset-hint = Bei der nächsten Anmeldung mit der Karte wird eine neue gewählt.
pin-of-others = Diese PIN schützt auch eine Klasse, in der Sie nicht unterrichten. Bitten Sie eine Lehrkraft jener Klasse, sie zurückzusetzen.
pin-card-first = Geben Sie zuerst den Code von Ihrer Karte ein, dann die PIN. Gehen Sie zurück zum Anfang.

## Wer da ist

sessions = Angemeldet
sessions-count = { $count ->
    [0] Niemand ist angemeldet.
    [one] { $count } Browser ist angemeldet.
   *[other] { $count } Browser sind angemeldet.
}
sessions-hint = Abmelden beendet keine Arbeit: Notebooks laufen weiter, und Dateien bleiben. Gut am Ende einer Stunde, wo Rechner geteilt werden.
sessions-who = Wer
sessions-device = Gerät
sessions-device-unknown = unbekannt
sessions-since = Seit
sessions-how = Mit
sessions-by-card = Karte
sessions-by-pin = Karte; die PIN fehlt noch
sessions-by-nod = Zustimmung der Lehrkraft
sessions-end = Abmelden
sessions-end-whose = Abmelden: { $name }
sessions-end-all = Alle abmelden
sessions-ended = { $count ->
    [0] Niemand war angemeldet.
    [one] { $count } Browser wurde abgemeldet.
   *[other] { $count } Browser wurden abgemeldet.
}
sessions-gone = Dieser Browser ist schon abgemeldet. Laden Sie die Seite neu.
