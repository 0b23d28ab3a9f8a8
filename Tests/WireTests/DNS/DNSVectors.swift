import Wire

/// Messages written by dnspython 2.9.
enum DNSVectors {
    /// Query for web.whatsapp.com A, id 0x1234, EDNS with 1232 bytes.
    static let query = hex("1234010000010000000000010377656208776861747361707003636f6d000001000100002904d0000000000000")
    /// Query for g.whatsapp.net AAAA, id 0xbeef, no flags, no EDNS.
    static let plainQuery = hex("beef000000010000000000000167087768617473617070036e657400001c0001")
    /// Reply to `query`: an alias and two addresses, a name server with its address, extended error 15.
    static let answer = hex(
        """
        123481a000010003000100020377656208776861747361707003636f6d0000010001c00c0005000100000e100019066d6d782d64730363646e087768\
        617473617070036e657400c02e000100010000003c00049df0fd3cc02e000100010000003c00049df0fd3dc035000200010002a30000070161026e73\
        c035c073001c00010000012c00102a032880f0fc000cfaceb00c00000035000029020000000000000d000f0009000f626c6f636b6564
        """)
    /// One record of each type.
    static let types = hex(
        """
        000184000001000a00000000076578616d706c65036e65740000ff0001c00c00010001000000010004c0000201c00c001c000100000002001020010d\
        b8000000000000000000000001c00c00020001000000030006036e7331c00cc00c00060001000000040024c0550b686f73742e6d6173746572c00c78\
        c404c900001c2000000384001275000000012cc00c000f0001000000050009000a046d61696cc00cc00c001000010000000600100b763d7370663120\
        2d616c6c000200ff055f786d7070045f746370c00c002100010000000700180005000614660463686174076578616d706c65036e6574000131013201\
        300331393207696e2d61646472046172706100000c0001000000080002c00c05616c696173c00c00050001000000090002c00cc00c00410001000000\
        0a0003000100
        """)
    /// NXDOMAIN for nope.whatsapp.net with the zone's SOA record.
    static let nxDomain = hex(
        """
        000781830001000000010000046e6f7065087768617473617070036e65740000010001c0110006000100000384002d0161026e73c01103646e730866\
        616365626f6f6b03636f6d00000000010000000200000003000000040000012c
        """)
    /// BADVERS (16), EDNS version 1 with DO, CD set.
    static let badVersion = hex("000281100001000000000001017800000100010000291000010180000000")

    static let all = [query, plainQuery, answer, types, nxDomain, badVersion]

    /// Bytes of pairs of hexadecimal digits.
    static func hex(_ text: String) -> [UInt8] {
        let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension DNSName {
    /// A name that the test's author knows to be valid; else the root, which no test expects.
    static func named(_ text: String) -> DNSName {
        DNSName(text) ?? .root
    }
}
