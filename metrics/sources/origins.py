"""From where a source is fetched: what its settings must hold. Pure: no database."""

from typing import Annotated, Any, Literal

from pydantic import Field

from metrics.definitions.schema import Text
from partnerdesk.core.library import LibraryModel

SslMode = Literal["require", "verify-full", "prefer", "disable"]


class AddressOrigin(LibraryModel):
    """A CSV or JSON document or an Excel workbook at an address.

    `records` is the key of the JSON's list, where it is an object; `sheet` the workbook's sheet, or its first.
    """

    address: Annotated[Text, Field(max_length=2000)]
    form: Literal["csv", "json", "xlsx"] = "csv"
    records: str = ""
    sheet: str = ""

    def as_data(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class QueryOrigin(LibraryModel):
    """A query on a PostgreSQL database. Its password stands sealed beside it, not in it."""

    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] = 5432
    dbname: Text
    user: Text
    sslmode: SslMode = "require"
    query: Text

    def as_data(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


Origin = AddressOrigin | QueryOrigin
KINDS: dict[str, type[AddressOrigin] | type[QueryOrigin]] = {
    "address": AddressOrigin,
    "database": QueryOrigin,
}


def read_origin(kind: str, data: dict[str, Any]) -> Origin:
    """The settings of a source of this kind, as they were stored."""
    return KINDS[kind].model_validate(data)
