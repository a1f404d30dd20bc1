from django.urls import include, path, register_converter


class CodeConverter:
    """A record's code: `CP-0007`."""

    regex = r"[A-Z]{2}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Sha256Converter(CodeConverter):
    """A hash as papers print it."""

    regex = r"[0-9a-f]{64}"


register_converter(CodeConverter, "code")
register_converter(Sha256Converter, "sha256")

app_name = "decisions"

urlpatterns = [
    path("", include("decisions.documents.urls")),
    path("", include("decisions.versions.urls")),
    path("", include("decisions.readiness.urls")),
    path("", include("decisions.record.urls")),
    path("", include("decisions.committee.urls")),
    path("", include("decisions.triggers.urls")),
    path("", include("decisions.verification.urls")),
    path("", include("decisions.life.urls")),
]
