# Homework on the teacher’s and the student’s pages.

nav-homework = Homework
homework-open = Details
homework-due-section = { $section }: { $when }
homework-extensions = { $count ->
    [one] { $count } extension
   *[other] { $count } extensions
}
homework-hidden = hidden until { $when }
homework-folder = A folder from this computer
homework-folder-file = Folder
homework-folder-name-hint = the folder’s name
homework-folder-upload = Upload the folder
chain-write = Write
chain-release = Release
chain-collect = Collect
chain-autograde = Grade
chain-release-feedback = Return
chain-uploaded = uploaded
chain-own-server = in the course folder
chain-out = with the students
chain-corrected = correction not yet released
chain-not-out = not yet
chain-handed-in = { $count } of { $all } handed in
chain-of = { $count } of { $all }
assignment-steps = Steps
column-state = State
standing-open = open
standing-missing = missing
standing-handed-in = handed in
standing-from-folder = from the folder
standing-graded = graded
standing-returned = returned
until = until { $when }
version-of = { $number } of { $all }
score-penalty = { $marks } off for lateness
dates-title = Dates and late work
dates-opens = Students see it from ({ $zone })
dates-zone = Time zone
dates-grace = Grace, in minutes
dates-policy = Late work
dates-marks = Marks off for each day
dates-hint = Without a date students see it as soon as it is released. Within the grace time nothing counts as late.
dates-into-homes = Put it into every student’s home
dates-sections = Sections with a date of their own
dates-sections-hint = Leave a section’s date empty and it has the date above.
dates-saved = Saved.
policy-none = is only marked as late
policy-marks = loses marks for each day begun
policy-cutoff = is not taken in
number-unreadable = That is not a number. Write it with digits, as 2 or 2.5.
versions-title = Versions
versions-none = Nothing was handed in, and nothing collected.
versions-hint = Unless you choose, the last version on time counts, or else the last one handed in.
version-number = Version { $number }
version-folder = Collected from the folder { $when }
version-choose = Let it count
version-chosen = Saved. Collect and grade again for it to take effect.
version-by-rule = Leave it to the rule
version-repaired = What could be mended was; grading uses the mended form. Both are kept.
extension-title = Extension
extension-now = Due { $when }.
extension-until = Has until ({ $zone })
extension-hint = Work that the new date makes punctual is late no longer. Leave it empty to take the extension back.
extension-saved = The extension is given.
extension-taken-back = The extension is taken back.

## The student’s desk

work-is-closed = closed
work-extension = extension
work-late-marks = Late work loses { $marks } marks for each day begun.
work-late-cutoff = Late work is not taken in.
work-grace = { $minutes ->
    [one] One minute more is no lateness.
   *[other] { $minutes } minutes more are no lateness.
}
work-how-to-folder = Put your work into the folder “{ $folder }” of your notebook. It is collected from there when it is due.
receipts-all = All my receipts
receipts-title = Receipts
receipts-whose = { $name }, { $class }
receipts-hint = The digest is the fingerprint (SHA-256) of all files of a version: the same files have the same, and no others.
receipts-print = Print
receipts-none = Nothing was handed in yet.
column-digest = Digest

## Hand-outs and folders

download = Download
download-counting = Download what counts
download-every = Download every version
zip-no-room = That would be { NUMBER($mb) } MB, and the machine’s disk has no room to pack it. Download single versions, or only those that count.
delivered = In { $done } of { $all } homes.
delivered-kept = { $name } keeps the own form of { $files }; the new one lies beside it.
delivered-failed = { $name }: { $why }
collecting = Collect a folder, without a grader
collecting-folder = Folder in the students’ homes
collecting-folder-hint = as the name
collecting-hint = Students put their work into this folder. It is collected when it is due, or when you press Collect; nothing in it is run or graded.
handouts = Hand-outs
handouts-hint = Files without marks, such as readings and data, for every student’s home. The same name again is a new edition: what students changed stays theirs.
handouts-files = Files, or a zip
handouts-name = Folder in the homes
handouts-give = Give to everybody
work-updated = Your teacher corrected it { $when }; the files you had not touched are new.
work-updated-kept = Your teacher corrected it { $when }. Your own { $files } stayed as you left it; the new form lies beside it.
desk-handouts = From your teacher
desk-handout-kept = Your own { $files } stayed; the new form lies beside it.

## What a check found

do-check = Check
report-title = Check before release
report-outdated = This was found in an earlier form of it. Check again to see how it is now.
level-wrong = wrong
level-look = look
level-fine = fine
chain-checked = checked
chain-wrong = { $count ->
    [one] { $count } thing is wrong
   *[other] { $count } things are wrong
}
