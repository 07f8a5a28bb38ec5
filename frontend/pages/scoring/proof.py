"""Why one row of a sheet has its points (/cham-diem/can-cu): rule, inputs, points and every change."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from frontend.client import ClientDep
from frontend.formats import period
from frontend.pages.scoring.desk import AddressDesk
from frontend.reading.score_proofs import node_proof
from frontend.render import view
from kit.errors import NotFound

router = APIRouter(include_in_schema=False)


@router.get("/cham-diem/can-cu")
async def show_proof(
    *, request: Request, client: ClientDep, desk: AddressDesk, ma: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """The proof of a criterion, a group, or (without a code) the whole sheet."""
    score = next((row for row in desk.sheet.rows if row.code == ma), None)
    proof = node_proof(await client.get_assessment_proof(desk.sheet.id), ma, score)
    if proof is None:
        raise NotFound("Phiếu không có mục này.")
    name = f"{proof.code}. {proof.name}" if proof.code else f"Toàn phiếu {desk.sheet.framework}"
    return view(
        request,
        "scoring/proof.html",
        block="part",
        nav="cham-diem",
        title=f"Căn cứ điểm {proof.code or 'toàn phiếu'}, {desk.sheet.area_name} {period(desk.sheet.period)}",
        desk=desk,
        name=name,
        proof=proof,
        is_leaf=score is not None,
    )
