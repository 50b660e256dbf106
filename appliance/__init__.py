"""The classroom: people, servers and homework, without any HTTP."""
