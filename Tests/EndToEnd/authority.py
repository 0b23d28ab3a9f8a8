"""A certificate authority of one's own, made by the openssl program."""

import subprocess


class Authority:
    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "ca.pem"
        self._openssl("req", "-x509", *NEW_KEY, "-subj", "/CN=Estate CA", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")

    def certificate(self, *names, expired=False):
        """The files of a certificate for some names, and of its key."""
        stem = names[0]
        self._openssl(
            "req", *NEW_KEY, "-subj", f"/CN={stem}", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
            "-keyout", f"{stem}.key", "-out", f"{stem}.csr",
        )
        self._openssl(
            "x509", "-req", "-in", f"{stem}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-copy_extensions", "copy", "-days", "-1" if expired else "1", "-out", f"{stem}.pem",
        )
        return self.folder / f"{stem}.pem", self.folder / f"{stem}.key"

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)


NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
