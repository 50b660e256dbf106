# Assignments out, work in, grades back.

assignment-name-unfit = An assignment’s name has 1 to 64 letters, digits, spaces, dots, _ or -, and begins with a letter or digit. Choose such a name.
assignment-none = There is no such assignment in this class. Reload the page and choose again.
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
zone-unknown = There is no such time zone. Choose one of the list, as Europe/Berlin, or leave it empty.
late-policy-unknown = Late work can lose marks for each day, be refused, or cost nothing. Choose one of these.
late-marks-out-of-range = The marks taken off for each day are a number from 0 to 1000. Change it and save again.
opens-after-due = Students would see it only after it is due. Choose a later due date, or let them see it earlier.
upload-without-notebook = There is no notebook (.ipynb) at the top of this upload. Choose the notebook itself, or a zip with it at the top.
submit-closed = “{ $name }” is no longer taken in: its time has passed. Nothing was handed in now; ask your teacher for an extension.
submit-too-much = You have handed this in so often, or so much of it, that no more is kept. Nothing was handed in now; earlier versions stay. Tell your teacher: more can be allowed for the class.
exchange-busy = Other files of yours are still on their way. Try again in a moment.
release-taken-back = “{ $name }” was taken back, so it was not handed out. Release it again when it is to be.
submit-key-unfit = The Idempotency-Key has to be 32 hexadecimal digits. Send a fresh one.
submit-key-used = This Idempotency-Key was used for other files already. Send a fresh one.

file-name-unfit = The file name “{ $name }” can’t be used. Rename the file and try again.
file-not-plain = “{ $name }” is a link or a device. Only plain files can be handed over: remove it and try again.
file-twins = Two files or folders are called “{ $name }”, or differ only in case or accents. Rename one and try again.
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
assignment-is-handout = “{ $name }” is a hand-out of this class, and both would lie in the same folder. Choose another name for the assignment.
handout-is-assignment = “{ $name }” is an assignment of this class, and both would lie in the same folder. Choose another name for the hand-out.
collected-without = Not collected, since they are links, devices, somebody else’s, or have names that cannot be kept: { $names }. Put plain files there and hand in again.
collected-changing = Saved just while they were collected, so they may be incomplete: { $names }. Look at them, and collect again if need be.

# What is found when work comes in. The reader is the student.

check-notebook-missing = “{ $notebook }” is not among your files, so nothing in it can be graded. Put it back into the folder and submit again.
check-notebook-elsewhere = “{ $notebook }” is not among your files, but { $found } looks like it. Rename it to “{ $notebook }” and submit again.
check-notebook-renamed = “{ $notebook }” is not among your files; { $found } was taken for it. To be sure, rename it to “{ $notebook }” and submit again.
check-notebook-large = “{ $notebook }” is larger than { $most } MB, or has far too many parts, and was not looked at. Choose “Clear All Outputs” in the notebook, save and submit again.
check-notebook-damaged = “{ $notebook }” can’t be read as a notebook, so nothing in it can be graded. Open it in JupyterLab; if it doesn’t open, fetch the assignment anew and copy your answers into it.
check-notebook-old = “{ $notebook }” was saved in an old format that can’t be graded. Open it in JupyterLab, save it and submit again.
check-notebook-new = “{ $notebook }” was saved in a format that is too new to be graded. Open it in JupyterLab here, save it and submit again.
check-cells-back = “{ $notebook }”: { $count ->
    [one] the cell { $cells } was missing. It was
   *[other] the cells { $cells } were missing. They were
} put back as handed out; there is nothing to do.
check-answers-back = “{ $notebook }”: { $count ->
    [one] the answer { $cells } is missing and counts
   *[other] the answers { $cells } are missing and count
} as empty. Fetch the assignment anew, copy your answers into its cells and submit again.
check-answers-missing = “{ $notebook }”: { $count ->
    [one] the cell for the answer { $cells } is
   *[other] the cells for the answers { $cells } are
} gone. If you answered in another cell, it still runs; else fetch the assignment anew and submit again.
check-answers-doubled = “{ $notebook }”: { $count ->
    [one] the answer { $cells } is
   *[other] the answers { $cells } are
} there more than once, and the last one counts. If that is not the one you mean, delete the others and submit again.
check-answers-untouched = “{ $notebook }”: nothing was changed in { $cells }. If you have an answer, type it there, save and submit again.
check-cells-doubled = “{ $notebook }”: { $count ->
    [one] the cell { $cells } was there more than once. Its copies no longer count
   *[other] the cells { $cells } were there more than once. Their copies no longer count
}; there is nothing to do.
check-cells-retyped = “{ $notebook }”: { $count ->
    [one] the cell { $cells } had become a cell of another kind (code, Markdown) and was
   *[other] the cells { $cells } had become cells of another kind (code, Markdown) and were
} changed back; there is nothing to do.
check-cells-restored = “{ $notebook }”: { $count ->
    [one] the locked cell { $cells } was changed. It is
   *[other] the locked cells { $cells } were changed. They are
} graded as handed out. If an answer of yours stood there, move it to a cell of your own and submit again.
check-cells-unmarked = “{ $notebook }”: { $count ->
    [one] the hidden marks of the cell { $cells } were
   *[other] the hidden marks of the cells { $cells } were
} changed and have been put right; there is nothing to do.
check-cells-unknown = “{ $notebook }”: { $count ->
    [one] the cell { $cells } belongs to another assignment and is
   *[other] the cells { $cells } belong to another assignment and are
} not graded. If an answer of yours stands there, move it to the cell it belongs to and submit again.
check-more = { $count } more

job-check = Check

# What is found before a release. The reader is the teacher.

report-no-notebook = There is no notebook (.ipynb) at the top of this assignment’s files. Upload one, or put it into the folder source in your course folder.
report-notebook-unreadable = “{ $notebook }” can’t be read as a notebook: { $why }. Open it in JupyterLab, save it and upload it again.
report-no-student-version = The students’ version can’t be made: { $why }. Correct the notebook before you release it.
report-marks-old = “{ $notebook }” was marked with an older nbgrader. Run “nbgrader update” on it in a terminal, then upload it again.
report-id-unfit = “{ $notebook }”: the cell { $cell } has no proper ID. Give it one of letters, digits, _ and - in Create Assignment.
report-id-twice = “{ $notebook }”: the ID { $cell } is there more than once. Give each cell an ID of its own.
report-task-odd = “{ $notebook }”: the task { $cell } has to be a Markdown cell, and nothing but a task. Mark it anew in Create Assignment.
report-text-odd = “{ $notebook }”: the text cell { $cell } can’t be run. Mark it as a manually graded answer, or make it a code cell.
report-answer-locked = “{ $notebook }”: the answer { $cell } is marked as locked as well. Students can change it all the same; mark it anew if you didn’t mean that.
report-points-none = “{ $notebook }”: the cell { $cell } has no points that can be counted. Type a number from 0 up in Create Assignment.
report-points-zero = “{ $notebook }”: the cell { $cell } is graded, but worth 0 points.
report-points = “{ $notebook }” is worth { $points } { $points ->
    [one] point
   *[other] points
}: { $tests } by tests, { $by_hand } by hand.
report-points-all = All { $count } notebooks together are worth { $points } { $points ->
    [one] point
   *[other] points
}.
report-nothing-graded = Nothing here will be graded: no cell is marked as a test, a manually graded answer or a task.
report-region-open = “{ $notebook }”: in the cell { $cell }, { $begin } and { $end } are not in pairs. Put the missing line in.
report-region-not-solution = “{ $notebook }”: { $begin } stands in the cell { $cell }, which is not marked as an answer. Mark it as one, or take the lines out.
report-region-not-grade = “{ $notebook }”: { $begin } stands in the cell { $cell }, which is not marked as a test. Mark it as one, or take the lines out.
report-region-not-task = “{ $notebook }”: { $begin } stands in the cell { $cell }, which is not marked as a task. Mark it as one, or take the lines out.
report-autotest = “{ $notebook }”: the tests of the cell { $cell } are made by AUTOTEST at the release, so they were not tried out here.
report-kernel-language = “{ $notebook }” is written for { $language }. Only Python can be graded here.
report-kernel-none = “{ $notebook }” names no kernel, so students have to choose one. Open it in JupyterLab and save it.
report-kernel-unknown = “{ $notebook }” wants the kernel “{ $kernel }”, which is not here, so students have to choose one. Open it in JupyterLab here, choose Python 3 and save it.
report-file-large = “{ $name }” has { $mb } MB. Every student gets a copy, and it comes back with every submission.
report-links = { $names } can’t be handed out: only plain files can. Put the files themselves there.
report-not-tried = It could not be tried out: { $why }
report-test-fails = “{ $notebook }”: your own solution fails the test { $cell }: { $last }
report-test-stderr = “{ $notebook }”: the test { $cell } prints a warning or an error message, and counts as failed even with your own solution. Keep it from printing there.
report-test-strange = “{ $notebook }”: the test { $cell } gives more than one result, or a number that is not between 0 and { $points }. It counts as failed; correct it.
report-test-partial = “{ $notebook }”: your own solution gets { $score } of { $points } in the test { $cell }.
report-cell-fails = “{ $notebook }”: with your own solution, the cell { $cell } ends with an error: { $last }
report-time-over = “{ $notebook }”: your own solution did not come to its end within { $seconds } seconds; it stood at the cell { $cell }. Make it quicker: students’ work gets no more time.
report-kernel-died = “{ $notebook }”: Python ended in the cell { $cell }; mostly it used too much memory. Make it smaller: students’ work gets no more.
report-passes = “{ $notebook }”: your own solution { $tests ->
    [0] runs to its end
    [one] passes its test
   *[other] passes all { $tests } tests
}, in { $seconds } seconds.
report-already-passes = “{ $notebook }”: the version that students get passes { $count ->
    [one] the test { $cells } already. Who hands in nothing new gets its points
   *[other] the tests { $cells } already. Who hands in nothing new gets their points
}.
