"""Properties are judged by their answers: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("homeroom", deadline=None)
settings.load_profile("homeroom")
