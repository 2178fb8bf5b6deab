"""What all parts of a record share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen part of a record; unknown fields are refused, so that a typing error never passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Model):
    """Something stated in the page: `article.text[start:end] == text`, in code points, end exclusive."""

    start: int
    end: int
    text: str
