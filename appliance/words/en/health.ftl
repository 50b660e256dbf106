# How the box is.

box-disk-full = The machine’s disk is almost full: { $free } MB are left. Make room on it soon, or work can no longer be saved.
hub-silent = Homeroom does not answer just now. What you see is how things were before; this page goes on by itself.
for-the-box = If you do not look after this box yourself, show this to whoever does.
wait-box-trouble = The machine has a problem of its own, so this takes longer. Your teacher’s page says what it is; this page goes on by itself once it is solved.
