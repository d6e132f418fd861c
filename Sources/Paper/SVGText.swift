// SPDX-License-Identifier: Apache-2.0
// Makes cairo's SVG depend on what was drawn alone: cairo numbers its surfaces through the life of the process. Adds
// the title, which screen readers read. It changes nothing that is drawn.

/// SVG as bytes.
enum SVGText {
    /// The SVG with its surface's number taken out and a title put in.
    static func settled(_ bytes: [UInt8], title: String) -> [UInt8] {
        let head = endOfRootTag(bytes)
        let titled = Array("\n<title>\(PaperText.xml(title))</title>".utf8)
        return bytes[..<head] + titled + withoutSurfaceNumbers(bytes[head...])
    }

    /// Where the root element's own tag ends; 0 when there is none.
    private static func endOfRootTag(_ bytes: [UInt8]) -> Int {
        let root = Array("<svg ".utf8)
        guard
            let start = bytes.indices.first(where: { bytes[$0] == root[0] && bytes[$0...].starts(with: root) }
            ),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return 0 }
        return end + 1
    }

    private static func withoutSurfaceNumbers(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let surface = Array("id=\"surface".utf8)
        var settled: [UInt8] = []
        settled.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == surface[0], bytes[index...].starts(with: surface) else {
                settled.append(bytes[index])
                index += 1
                continue
            }
            settled += surface
            index += surface.count
            while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) { index += 1 }
        }
        return settled
    }
}
