import Diagnosis
extension Diagnosis {
    mutating func observe(_ reading: HostReading) {}
    mutating func observe(_ signal: Signal) {}
}
