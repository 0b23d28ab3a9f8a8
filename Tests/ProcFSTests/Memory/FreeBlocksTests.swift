import Posix
import Testing

@testable import ProcFS

@Suite struct FreeBlocksTests {
    @Test func eachZoneHasItsCounts() throws {
        let zones = try parse(
            "Node 0, zone      DMA      1      0     12 \nNode 1, zone   Normal   4381   1093  1 \n", FreeBlocks.parse)
        #expect(zones.map(\.node) == ["0", "1"])
        #expect(zones.map(\.zone) == ["DMA", "Normal"])
        #expect(zones.map(\.counts) == [[1, 0, 12], [4381, 1093, 1]])
    }

    @Test(arguments: [
        "\n", "Node 0 zone DMA 1\n", "Node 0, zone DMA\n", "Node 0, zone DMA 1 x\n",
        "Node 0, zone DMA 1\nNode 0, zone DMA32 1 2\n",
        "Zone 0, zone DMA 1\n",
    ])
    func unevenLinesAreRefused(text: String) {
        #expect(throws: Malformed.self) { try parse(text, FreeBlocks.parse) }
    }

    @Test func thisKernelsFileIsRead() throws {
        var reader = FileReader()
        #expect(try ProcFS().freeBlocks(with: &reader).contains { $0.counts.contains { $0 > 0 } })
    }
}
