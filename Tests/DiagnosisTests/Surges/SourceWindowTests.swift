import Testing

@testable import Diagnosis

@Suite struct SourceWindowTests {
    @Test func countsASourceOnceAtItsLastReport() {
        var window = SourceWindow()
        window.advance(to: 1000)
        for _ in 0..<50 { window.add(7, in: 1000) }
        window.advance(to: 1030)
        window.add(7, in: 1030)
        window.add(8, in: 1029)
        #expect(window.count == 2)
        window.advance(to: 1088)
        #expect(window.count == 2)
        window.advance(to: 1089)
        #expect(window.count == 1)
        window.advance(to: 1090)
        #expect(window.count == 0)
        window.add(7, in: 1090)
        #expect(window.count == 1)
    }

    @Test func findsTheFullestStretch() {
        var window = SourceWindow()
        window.advance(to: 1000)
        for source in 0..<10 as Range<UInt64> { window.add(source, in: 990) }
        for source in 10..<15 as Range<UInt64> { window.add(source, in: 995) }
        window.add(15, in: 1000)
        #expect(window.fullest(0) == 0)
        #expect(window.fullest(1) == 10)
        #expect(window.fullest(6) == 15)
        #expect(window.fullest(30) == 16)
        #expect(window.fullest(60) == 16)
    }

    @Test func holdsABoundedNumberOfSources() {
        var window = SourceWindow()
        for bin in 1000..<1100 {
            window.advance(to: bin)
            for source in 0..<5000 { window.add(UInt64(bin * 5000 + source), in: bin) }
            #expect(window.count <= SourceWindow.mostSources)
        }
        #expect(window.count == SourceWindow.mostSources)
        window.advance(to: 1160)
        #expect(window.count == 0)
        window.add(1, in: 1160)
        #expect(window.count == 1)
    }

    @Test func goingBackEmptiesIt() {
        var window = SourceWindow()
        window.advance(to: 1000)
        window.add(1, in: 1000)
        window.advance(to: 999)
        #expect(window.count == 0)
        #expect(window.newest == 999)
    }
}
