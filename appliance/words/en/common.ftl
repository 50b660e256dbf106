# What every part of the house says.

as-is = { $text }
