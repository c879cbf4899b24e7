"""The day of the joint shopping: which makers' turn it is to stand at the booth, who came, and what came of it."""
