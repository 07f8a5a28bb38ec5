"""Django REST framework as its tutorial would have it, over the tables of the indicators service.

Runs in an environment of its own (bench/peers/requirements.lock), never beside the product.
"""

import os
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

ADDRESS = urlsplit(os.environ["PEER_DATABASE"])

settings.configure(
    DEBUG=False,
    SECRET_KEY="measured",  # noqa: S106 - lives as long as one measurement, on loopback
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": ADDRESS.path.lstrip("/"),
            "USER": unquote(ADDRESS.username or ""),
            "PASSWORD": unquote(ADDRESS.password or ""),
            "HOST": ADDRESS.hostname,
            "PORT": ADDRESS.port,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-csearch_path=indicators"},
        }
    },
    INSTALLED_APPS=["django.contrib.postgres", "rest_framework"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.postgres.fields import ArrayField  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.decorators import api_view  # noqa: E402
from rest_framework.response import Response  # noqa: E402

NUMBER = {"max_digits": 20, "decimal_places": 6, "null": True}


class Area(models.Model):
    """An area, as the service's own copy has it."""

    no = models.IntegerField(primary_key=True)
    id = models.TextField()
    name = models.TextField()
    uppers = ArrayField(models.IntegerField())

    class Meta:
        """The product's table."""

        app_label, managed, db_table = "peer", False, "areas"


class Indicator(models.Model):
    """An indicator."""

    no = models.IntegerField(primary_key=True)
    code = models.TextField()

    class Meta:
        """The product's table."""

        app_label, managed, db_table = "peer", False, "indicators"


class Value(models.Model):
    """A value; the table of the measurement has a key of its own, as Django likes it."""

    area = models.ForeignKey(Area, models.DO_NOTHING, db_column="area_no", db_constraint=False)
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, db_column="indicator_no", db_constraint=False)
    period = models.IntegerField()
    value = models.DecimalField(**NUMBER)
    numerator = models.DecimalField(**NUMBER)
    denominator = models.DecimalField(**NUMBER)

    class Meta:
        """A table of our own, filled from the product's."""

        app_label, managed, db_table = "peer", False, "peer_values"


class ValueSerializer(serializers.ModelSerializer):
    """A value with the names of what it belongs to."""

    area_id = serializers.CharField(source="area.id")
    area_name = serializers.CharField(source="area.name")
    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        """Every column."""

        model = Value
        fields = ("area_id", "area_name", "indicator", "period", "value", "numerator", "denominator")


class NewValue(serializers.Serializer):
    """A value to save."""

    area = serializers.CharField()
    indicator = serializers.CharField()
    period = serializers.IntegerField()
    value = serializers.DecimalField(20, 6, required=False)
    numerator = serializers.DecimalField(20, 6, required=False)
    denominator = serializers.DecimalField(20, 6, required=False)


def _wanted(request):
    upper = Area.objects.get(id=request.GET["within"]).no
    found = Value.objects.filter(area__uppers__contains=[upper], period=request.GET["period"])
    return found.select_related("area", "indicator")


@api_view(["GET"])
def list_values(request):
    """Fifty values of a province's communes."""
    found = _wanted(request).filter(indicator__code=request.GET["indicator"]).order_by("area__no")[:50]
    return Response(ValueSerializer(found, many=True).data)


@api_view(["GET"])
def list_sums(request):
    """Sums of a province's communes, by indicator."""
    sums = _wanted(request).values("indicator__code")
    return Response(list(sums.annotate(Sum("value"), Sum("numerator"), Sum("denominator"))))


@api_view(["POST"])
def create_values(request):
    """Save many values; codes are looked up at once, as a careful developer would."""
    sent = NewValue(data=request.data, many=True)
    sent.is_valid(raise_exception=True)
    areas = dict(Area.objects.values_list("id", "no"))
    indicators = dict(Indicator.objects.values_list("code", "no"))
    rows = [
        Value(area_id=areas[row.pop("area")], indicator_id=indicators[row.pop("indicator")], **row)
        for row in sent.validated_data
    ]
    Value.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["period", "area", "indicator"],
        update_fields=["value", "numerator", "denominator"],
    )
    return Response({"received": len(rows)})


PAGE = engines["django"].from_string(
    "<!doctype html><title>{{ code }}</title><table>{% for row in rows %}<tr><td>{{ forloop.counter }}<td>"
    '<a href="/areas/{{ row.area.id }}">{{ row.area.name }}</a><td>{{ row.area.id }}<td>{{ row.period }}'
    "<td>{{ row.value|floatformat:1 }}<td>{{ row.numerator|floatformat }}<td>{{ row.denominator|floatformat }}"
    "<td>{{ row.indicator.code }}{% endfor %}</table>"
)


def show_values(request):
    """The fifty values as a page."""
    code = request.GET["indicator"]
    rows = _wanted(request).filter(indicator__code=code).order_by("area__no")[:50]
    return HttpResponse(PAGE.render({"code": code, "rows": rows}, request))


urlpatterns = [
    path("values", list_values),
    path("sums", list_sums),
    path("save", create_values),
    path("page", show_values),
]
application = get_wsgi_application()
