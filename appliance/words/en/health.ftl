# How the box is.

box-disk-full = The machine’s disk is almost full: { $free } MB are left. Make room on it soon, or work can no longer be saved.
