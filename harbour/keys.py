"""Signing keys and self-signed certificates of the demo firms, kept in a folder."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

from harbour.register import Role, firm, having

# certificates of the simulation outlive any run; fixed days keep a clock out of the harbour
_NOT_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
_NOT_AFTER = _NOT_BEFORE + timedelta(days=365 * 30)


@dataclass(slots=True)
class Keys:
    """Keys and certificates by firm code."""

    private: dict[str, RSAPrivateKey] = field(default_factory=dict)
    certificates: dict[str, x509.Certificate] = field(default_factory=dict)

    def __contains__(self, code: str) -> bool:
        return code in self.private

    def certificate_pem(self, code: str) -> str:
        """The certificate as text."""
        return self.certificates[code].public_bytes(serialization.Encoding.PEM).decode()


def declarants() -> tuple[str, ...]:
    """Codes of the firms that must sign: the declarants."""
    return tuple(one.code for one in having(Role.AGENT))


def create(code: str, *, name: str | None = None) -> tuple[RSAPrivateKey, x509.Certificate]:
    """A new key, and a certificate for it whose subject carries the firm's code."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, name or firm(code).name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def load_or_create(folder: Path, codes: Iterable[str] | None = None) -> Keys:
    """The keys of these firms (the declarants when None) from a folder; missing ones are made."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = Keys()
    for code in codes if codes is not None else declarants():
        key_file, certificate_file = folder / f"{code}.key.pem", folder / f"{code}.cert.pem"
        if key_file.exists() and certificate_file.exists():
            key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
            if not isinstance(key, RSAPrivateKey):
                raise ValueError(f"{key_file} does not hold an RSA key.")
            certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
        else:
            key, certificate = create(code)
            key_file.touch(mode=0o600)
            key_file.write_bytes(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        keys.private[code], keys.certificates[code] = key, certificate
    return keys
