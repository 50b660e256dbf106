# What is wrong with a class list, and what to do about it.

roster-more = { $count } more
roster-quoted = “{ $text }”

# A field of a person, in the middle of a sentence.

roster-field-student-id = student id
roster-field-login = login
roster-field-email = e-mail address
roster-field-first-name = first name
roster-field-last-name = last name
roster-field-display-name = name
roster-field-section = section
roster-field-role = role
roster-field-status = status

# The file as a whole.

roster-too-big = The file has { $size } MB; a class list may have at most { $most } MB. Export only the list of people and upload that.
roster-other-file = This is { $kind }, not a class list. Open it in a spreadsheet program, save the class list as “CSV UTF-8” and upload that file.
roster-file-old-excel = an old or password-protected Excel workbook
roster-file-pdf = a PDF document
roster-file-word = a word processor’s document
roster-file-picture = a picture
roster-file-compressed = a compressed file
roster-file-zip = a zip archive or a document without sheets
roster-file-web-page = a web page or XML file
roster-file-json = a JSON file or notebook
roster-unknown-encoding = This character encoding is not known here. Choose one of those that are offered.
roster-not-in-encoding = This line holds bytes that are not { $encoding } text. Choose another encoding, or save the class list as “CSV UTF-8” and upload that file.
roster-empty = The file is empty. Export the class list again and upload that file.
roster-nul = This line holds a NUL character, so the file is damaged or no text. Export the class list again, or save it as “CSV UTF-8”.
roster-damaged-workbook = This Excel workbook cannot be read: it is damaged or unusual. Open it in a spreadsheet program, save the class list as “CSV UTF-8” and upload that file.
roster-big-workbook = This Excel workbook holds far more than a class list. Copy the list of people into a new workbook, or save it as “CSV UTF-8”, and upload that file.
roster-header-only = This line is a header, but no line below it names anybody. Export the class list again, with its students.
roster-too-many-rows = The file has more than { $most } rows, which is the most a class list may have. Export one class only, or split the file.
roster-many-quotation-marks = More than { $most } lines have quotation marks that do not match. Export the class list again, or save it as “CSV UTF-8”.
roster-no-names = No column of names was found; this line holds { $cells }. Choose the columns by hand, or put a header on the first line and call a column “name”, or two columns “first name” and “last name”.

# One line.

roster-quotation-mark = A quotation mark on this line does not match another, or a cell is far too long. Correct the line and upload the file again.
roster-too-wide = This line has { $cells } cells, the header only { $headings }. Put every cell that holds a { $sign } in quotation marks.
roster-sign-comma = comma
roster-sign-semicolon = semicolon
roster-sign-tab = tab
roster-sign-bar = vertical bar
roster-sign-other = separator
roster-no-name = There is no name on this line. Fill in the name, or delete the line.
roster-no-letter = The name “{ $name }” has no letter in it. Correct the name.
roster-no-address = “{ $email }” is not an e-mail address. Correct it, or leave the cell empty.
roster-too-long = The { $field } has { $has } characters, and at most { $most } fit. Shorten it.
roster-unprintable = The { $field } holds characters that cannot be printed. Type it again by hand.
roster-same-key = Lines { $lines } have the same { $field } “{ $value }”. Keep one line for each student, or correct the { $field }.
roster-same-name = Lines { $lines } have the same name “{ $name }”, and nothing tells them apart. Keep one line for each student, or give each a student id, login or e-mail address.
roster-several-students = “{ $name }” may be any of these students of the class: { $students }. Give this line the student id, login or e-mail address of the one you mean.
roster-several-lines = Lines { $lines } may all be “{ $name }” ({ $student }) of this class. Upload the file with only the right one of them first.

# Lines that are on purpose no student.

roster-left-nobody = This line names nobody, so it is left out.
roster-left-totals = “{ $name }” belongs to the grades and is no student, so this line is left out.
roster-left-test-student = This is the test student of the learning platform, who is left out.
roster-left-gone = “{ $name }” is marked as “{ $status }”, so this line is left out.
roster-left-role = “{ $name }” has the role “{ $role }”, not student, and is left out.
