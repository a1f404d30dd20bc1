"""How forms are drawn: one field template for all of them."""

from django.forms.renderers import TemplatesSetting


class DeskRenderer(TemplatesSetting):
    field_template_name = "forms/field.html"
