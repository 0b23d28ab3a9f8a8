import Testing

@testable import Exporter

@Suite struct NamesOfTLSTests {
    /// What OpenSSL writes and what Go 1.27 writes of the same certificates.
    @Test(arguments: [
        (
            "emailAddress=a@b.example,CN=localhost,OU=Ops+O=Example,L=Oslo,ST=Oslo,C=NO",
            "CN=localhost,OU=Ops,O=Example,L=Oslo,ST=Oslo,C=NO,1.2.840.113549.1.9.1=a@b.example"
        ),
        ("OU=2,OU=1,L=y,ST=x,CN=a,C=NO,O=Ex", "CN=a,OU=1+OU=2,O=Ex,L=y,ST=x,C=NO"), ("O=q,CN=b,CN=a", "CN=b,O=q"),
        ("CN=z,DC=ex,DC=com", "CN=z,0.9.2342.19200300.100.1.25=ex,0.9.2342.19200300.100.1.25=com"),
        (
            "CN=\\ lead,O=Ö ü #x\\; \\<y\\> =z\\\\ q,C=DE,serialNumber=5,postalCode=99,street=s 1",
            "SERIALNUMBER=5,CN=\\ lead,O=Ö ü #x\\; \\<y\\> =z\\\\ q,POSTALCODE=99,STREET=s 1,C=DE"
        ),
        ("CN=\\#hash,UID=joe", "CN=\\#hash,0.9.2342.19200300.100.1.1=joe"),
        ("serialNumber=3+CN=m,O=Example+OU=Ops", "SERIALNUMBER=3,CN=m,OU=Ops,O=Example"),
        ("CN=ev,C=US,jurisdictionC=US,businessCategory=Private", "CN=ev,C=US,1.3.6.1.4.1.311.60.2.1.3=US,2.5.4.15=Private"),
        ("CN=Test \"CA\",O=Test\\, Inc,C=NO", "CN=Test \"CA\",O=Test\\, Inc,C=NO"), ("", ""), ("CN=", "CN="), ("CN", "CN="),
        ("1.2.3=#0401ff,CN=a\\+b\\\\", "CN=a\\+b\\\\,1.2.3=#0401ff"), (",,+,", ""),
    ])
    func distinguishedNamesAreOrderedAsGoOrdersThem(openSSL: String, go: String) {
        #expect(DistinguishedNameText.conventional(openSSL) == go)
    }

    @Test(arguments: [
        ("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
        ("ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        ("ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
        ("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
        ("ECDHE-ECDSA-AES128-SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
        ("ECDHE-RSA-AES128-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
        ("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
        ("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"), ("AES128-SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256"),
        ("ECDHE-RSA-DES-CBC3-SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"), ("DES-CBC3-SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
        ("DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"), ("AES128-CCM8", "AES128-CCM8"), ("", ""),
        ("ECDHE-RSA", "ECDHE-RSA"), ("-", "-"), ("GOST2012-GOST8912-GOST8912", "GOST2012-GOST8912-GOST8912"),
    ])
    func cipherSuitesHaveTheirRegisteredNames(openSSL: String, registered: String) {
        #expect(CipherSuiteName.registered(openSSL) == registered)
    }
}
