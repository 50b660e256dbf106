# Was jeder Teil des Hauses sagt.

as-is = { $text }
