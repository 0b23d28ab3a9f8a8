/// The faults that strike one connection or query, by what they do to it.
struct Strike {
    var dns: [DNSFault] = []
    var tcp: TCPFault?
    var tls: TLSFault?
    var noise: NoiseFault?
    var http: HTTPFault?
    var isLost = false
    var delay = Duration.zero

    /// Of several of a kind the last one counts; delays add up, and all of DNS are kept in order.
    init(_ faults: [Fault]) {
        for fault in faults {
            switch fault {
            case .dns(let fault): dns.append(fault)
            case .tcp(let fault): tcp = fault
            case .tls(let fault): tls = fault
            case .noise(let fault): noise = fault
            case .http(let fault): http = fault
            case .loss: isLost = true
            case .delay(let delay): self.delay += delay
            // The clock is the board's; the others are not for servers to play.
            case .clock, .host, .people: break
            }
        }
    }
}
