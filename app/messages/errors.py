"""The sentences of all refusals, the same on pages, in answers to tills, and in commands."""

from app.channels.errors import ChannelRefused
from app.excel.errors import UnusableFile
from app.messages.refusals import SENTENCES
from app.messages.refusals_channels import channel_sentence
from app.messages.refusals_photos import photo_sentence
from app.messages.uploads import file_sentence
from app.photos.errors import PhotoRefused
from app.shared.errors import DomainError


def sentence(error: DomainError) -> str:
    """The sentence for one refusal, with its facts filled in: what happened, and what to do now."""
    if isinstance(error, UnusableFile):
        return file_sentence(error)
    if isinstance(error, ChannelRefused):
        return channel_sentence(error)
    if isinstance(error, PhotoRefused):
        return photo_sentence(error.reason)
    for kind in type(error).__mro__:
        if kind in SENTENCES:
            return str(SENTENCES[kind]).format(**error.facts)
    return str(SENTENCES[DomainError])
