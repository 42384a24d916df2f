"""Messages as received, the documents they carried, and the receipts that answer them."""

from tidewaiter.intake.models.documents import Declaration, Order, Payment, Waybill
from tidewaiter.intake.models.journal import Arrival, Message
from tidewaiter.intake.models.receipts import Receipt, Subscriber
from tidewaiter.intake.models.requests import Delivery, Request, WaybillEvent
from tidewaiter.intake.models.waiting import Awaited

__all__ = [
    "Arrival",
    "Awaited",
    "Declaration",
    "Delivery",
    "Message",
    "Order",
    "Payment",
    "Receipt",
    "Request",
    "Subscriber",
    "Waybill",
    "WaybillEvent",
]
