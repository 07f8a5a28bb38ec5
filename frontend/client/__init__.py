"""What pages know of the system: typed calls to the gateway, made with the visitor's own session and no other right."""

from typing import Annotated

from fastapi import Depends, Request

from frontend.client.accounts import AccountCalls, SignedIn
from frontend.client.administration import AccountFilter, AdministrationCalls
from frontend.client.assessments import AssessmentCalls, AssessmentFilter
from frontend.client.audit import AuditCalls, AuditFilter
from frontend.client.cards import Card, card_of
from frontend.client.directory import AreaFilter, DirectoryCalls, InstrumentFilter
from frontend.client.evidence import EvidenceCalls, EvidenceFilter, Upload
from frontend.client.frameworks import FrameworkCalls, Publication
from frontend.client.indicators import FigureFilter, IndicatorCalls, IndicatorFilter
from frontend.client.own_account import OwnAccountCalls
from frontend.client.panels import PanelCalls
from frontend.client.rankings import RankingCalls, RankingFilter, WaysFilter
from frontend.client.reach import own_area
from frontend.client.recognitions import RecognitionCalls, RecognitionFilter
from frontend.client.rounds import RoundCalls
from frontend.client.sharing import SharingCalls, SystemFilter
from frontend.client.single_sign_on import SingleSignOnCalls
from frontend.client.sources import MatterFilter, ObservationFilter, SourceCalls
from frontend.client.stand_ins import get_place, get_surroundings
from frontend.client.submissions import ObligationFilter, SubmissionCalls, SubmissionFilter
from frontend.client.targets import TargetCalls, TargetFilter
from frontend.client.transport import ThroughDoor, Transport
from frontend.client.values import ValueCalls, ValueFilter
from frontend.client.workbooks import Download, WorkbookCalls, WorkbookScope
from kit.asgi import OURSELVES

__all__ = [
    "AccountFilter",
    "AreaFilter",
    "AssessmentFilter",
    "AuditFilter",
    "Card",
    "Client",
    "ClientDep",
    "Download",
    "EvidenceFilter",
    "FigureFilter",
    "IndicatorFilter",
    "InstrumentFilter",
    "MatterFilter",
    "ObligationFilter",
    "ObservationFilter",
    "Publication",
    "RankingFilter",
    "RecognitionFilter",
    "SignedIn",
    "SubmissionFilter",
    "SystemFilter",
    "TargetFilter",
    "ThroughDoor",
    "Transport",
    "Upload",
    "ValueFilter",
    "WaysFilter",
    "WorkbookScope",
    "card_of",
    "client_of",
    "get_place",
    "get_surroundings",
    "own_place_of",
]

PASSED_ON = ("cookie", "x-request-id", "accept-language", "user-agent")


class Client(
    AdministrationCalls,
    DirectoryCalls,
    IndicatorCalls,
    FrameworkCalls,
    SourceCalls,
    AssessmentCalls,
    PanelCalls,
    RankingCalls,
    RecognitionCalls,
    RoundCalls,
    ValueCalls,
    SubmissionCalls,
    EvidenceCalls,
    WorkbookCalls,
    AccountCalls,
    SharingCalls,
    OwnAccountCalls,
    SingleSignOnCalls,
    AuditCalls,
    TargetCalls,
):
    """Every endpoint pages use, one method each; a refusal is raised as the kit's error of the same status."""


async def client_of(request: Request) -> Client:
    """The client of this request's visitor."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    if request.state.viewer is not None:
        headers["x-csrf-token"] = request.state.viewer.csrf
    return Client(request.app.state.transport, headers, request.scope.get("client") or OURSELVES)


async def own_place_of(request: Request, client: Client) -> str:
    """The area this request's visitor works in; the home area for the public."""
    places = [grant.on for grant in request.state.caller.grants]
    return await own_area(client, places, request.state.home.id)


ClientDep = Annotated[Client, Depends(client_of)]
