"""The one place at which the addresses of proceedings hang."""

from ninja import Router

from tidewaiter.surfaces.api.keys import PartyKey

router = Router(tags=["Proceedings"], auth=PartyKey())
