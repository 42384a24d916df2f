"""Who may be a party, who acts for one, and who works on a docket."""

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 1"


def known_role(role: str, known: tuple[str, ...]) -> None:
    """A party takes part in one of the roles of the proceeding."""
    if role not in known:
        raise Refusal(
            "docket.no-such-role",
            Text("There is no role “{role}” in this proceeding.", "本程序没有“{role}”这一角色。"),
            values={"role": role, "known": ", ".join(known)},
            law=LAW,
            cure=Text("Choose one of: {known}.", "请选择：{known}。"),
        )


def new_party(there: bool, *, name: str) -> None:
    """An organisation takes part once in a role."""
    if there:
        raise Refusal(
            "docket.party-known",
            Text("“{name}” takes part in this role already.", "“{name}”已以该角色参加程序。"),
            values={"name": name[:100]},
            law=LAW,
            cure=Text("Choose another role or organisation.", "请选择其他角色或单位。"),
            kind=Kind.CONFLICT,
        )


def another_docket(*, same: bool, known: bool) -> None:
    """A docket is related to another one, once in the same way."""
    if same or known:
        raise Refusal(
            "docket.related-already",
            Text(
                "It is the same docket, or the two are related in this way already.",
                "这是同一案卷，或两案已有此种关联。",
            ),
            law=LAW,
            cure=Text("Write the reference of another docket.", "请填写其他案卷的编号。"),
            kind=Kind.CONFLICT,
        )


def known_consent(consent: str, known: tuple[str, ...]) -> None:
    """Parties can agree to what the rules about duties leave to them."""
    if consent not in known:
        raise Refusal(
            "docket.no-such-consent",
            Text("Nobody is asked to agree to “{consent}”.", "没有可供同意的事项“{consent}”。"),
            values={"consent": consent[:60], "known": ", ".join(known)},
            law=LAW,
            cure=Text("Choose one of: {known}.", "请选择：{known}。"),
        )


def proved_authority(role: str, *, acts_for: bool, proof: bool, asked: bool) -> None:
    """Whoever acts for a party shows a paper by which the party lets them."""
    if acts_for and asked and not proof:
        raise Refusal(
            "docket.no-authority",
            Text(
                "Somebody acts for a party ({role}) without showing an authority.",
                "代理人（{role}）未出示授权委托书。",
            ),
            values={"role": role},
            law=LAW,
            cure=Text(
                "Hand in the authority as a paper of this docket and name it.",
                "请将授权委托书作为案卷材料提交并予以指明。",
            ),
        )


def may_take(*, taken: bool, own: bool, in_unit: bool, supervisor: bool) -> None:
    """An officer takes what nobody has and what lies with their unit; a supervisor gives anything
    to anybody who works on dockets.
    """
    if supervisor or (own and in_unit and not taken):
        return
    raise Refusal(
        "docket.not-yours-to-give",
        Text(
            "You may take dockets that nobody has, from your own unit.",
            "您只能领取本部门中无人承办的案卷。",
        ),
        law=LAW,
        cure=Text("Ask a supervisor to assign it.", "请联系负责人分派。"),
        kind=Kind.FORBIDDEN,
    )


def able_to_work(*, name: str, able: bool) -> None:
    """A docket is given to somebody who may work on it and whose account is open."""
    if not able:
        raise Refusal(
            "docket.cannot-work",
            Text("{name} cannot work on dockets.", "{name}无权办理案卷。"),
            values={"name": name},
            law=LAW,
            cure=Text("Choose another officer.", "请选择其他承办人。"),
        )


def still_open(*, closed: bool, reference: str) -> None:
    """Nothing is added to a docket that is closed."""
    if closed:
        raise Refusal(
            "docket.closed",
            Text("The docket {reference} is closed.", "案卷{reference}已结案。"),
            values={"reference": reference},
            law=LAW,
            cure=Text("Open another docket and relate it to this one.", "请另立案卷并与本案关联。"),
            kind=Kind.CONFLICT,
        )
