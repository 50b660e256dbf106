# Assignments out, work in, grades back.

assignment-name-unfit = An assignment’s name has 1 to 64 letters, digits, spaces, dots, _ or -, and begins with a letter or digit. Choose such a name.
assignment-none = There is no such assignment in this class. Reload the page and choose again.
assignment-already-out = “{ $name }” is with the students already. Take it back first, or choose another name.
assignment-needs-force = “{ $name }” is released already. Release it with --force to replace what new students get; work that was fetched stays as it is.
assignment-not-out = This assignment is not handed out. Ask your teacher.
assignment-there = There is an assignment called “{ $name }” already. Choose another name.
folder-not-graded = “{ $name }” is collected from a folder, and nothing in it is graded. Download the files and look at them yourself.
exchange-nothing-to-fetch = “{ $name }” is collected from your folder “{ $folder }”: there is nothing to fetch. Put your files there.
late-policy-marks = { $marks ->
        [one] 1 mark off for each day late
       *[other] { $marks } marks off for each day late
    }
late-policy-cutoff = not taken in when late
section-unknown = Nobody in this class is in the section “{ $section }”. Look at the class list and try again.
grace-out-of-range = The grace time is a whole number of minutes from 0 to { $most }. Change it and save again.
late-policy-unknown = Late work can lose marks for each day, be refused, or cost nothing. Choose one of these.
late-marks-out-of-range = The marks taken off for each day are a number from 0 to 1000. Change it and save again.
opens-after-due = Students would see it only after it is due. Choose a later due date, or let them see it earlier.
upload-without-notebook = There is no notebook (.ipynb) at the top of this upload. Choose the notebook itself, or a zip with it at the top.
submit-closed = “{ $name }” is no longer taken in: its time has passed. Nothing was handed in now; ask your teacher for an extension.
submit-key-unfit = The Idempotency-Key has to be 32 hexadecimal digits. Send a fresh one.
submit-key-used = This Idempotency-Key was used for other files already. Send a fresh one.

file-name-unfit = The file name “{ $name }” can’t be used. Rename the file and try again.
file-not-plain = “{ $name }” is a link or a device. Only plain files can be handed over: remove it and try again.
file-twins = Two files are called “{ $name }”, or differ only in case or accents. Rename one and try again.
files-too-many = There are more than { $most } files. Remove some and try again.
files-too-large = The files are larger than { $most } MB together. Remove large files and try again.
archive-broken = The upload was cut off or is no archive. Nothing was kept; please try again.
zips-on-the-way = Other files are being packed just now. Try again when they are through.

grade-format-unknown = Grades can be exported as { $formats }. Choose one of these.

job-none = There is no such job. Go back to the class page.
job-too-long = It took longer than { $seconds } seconds and was stopped.
job-too-much = It used more memory or wrote more than it may, and was stopped.
job-ended-early = It ended early and nothing was changed. Its last words: { $last }
job-ended-silently = It ended early and nothing was changed. It left no word why; try again.
job-fault-of-ours = Something went wrong here; the log has it under { $reference }. Try again.
about-student = { $student }: { $problem }
student-not-graded = { $student }: not graded this time. { $problem }
nobody-handed-in = Nobody has handed in this assignment yet. Collect again when somebody has.
collect-first = Nothing is collected yet: press Collect first.
autograde-first = Nothing is graded yet: press Autograde first.

handout-none = There is no such hand-out in this class. Reload the page and choose again.
handout-is-assignment = “{ $name }” is an assignment of this class, and both would lie in the same folder. Choose another name for the hand-out.
collected-without = Not collected, since they are links, devices, somebody else’s, or have names that cannot be kept: { $names }. Put plain files there and hand in again.
collected-changing = Saved just while they were collected, so they may be incomplete: { $names }. Look at them, and collect again if need be.
