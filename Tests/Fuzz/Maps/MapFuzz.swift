// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for orthophotos: any octets give an index and a small picture whose figures can be, or an
// error in words. A trap, a figure outside of its bounds or more memory than a map may take ends the process.

import Glibc
import Thermal

/// Runs one input. Its first octet says which bands are asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = octets.first else { return 0 }
    let file = Array(octets.dropFirst())
    do throws(ThermalError) {
        let map = try MapFile { at, length in
            at >= 0 && length >= 0 && at <= file.count && length <= file.count - at
                ? Array(file[at..<at + length]) : nil
        }
        // What a file may claim is tested by its directory; a picture of many pixels would only take time.
        guard map.width * map.height <= 1 << 16 else { return 0 }
        let index = try IndexMap(
            map, first: Int(first & 3), second: first & 4 == 0 ? nil : Int(first >> 3 & 3), side: 16)
        guard index.columns * index.rows == index.values.count, index.measured <= index.pixels,
            index.least <= index.mean + abs(index.mean) * 1e-6 + 1e-6, index.values.allSatisfy({ !$0.isInfinite })
        else { fail("figures that cannot be") }
        let shown = try MapPreview(map, side: 16)
        guard shown.pixels.count == shown.columns * shown.rows, shown.pixels.allSatisfy({ $0 <= 0xFF_FFFF })
        else { fail("a picture that cannot be") }
    } catch {
        if "\(error)".isEmpty { fail("an error says nothing") }
    }
    return 0
}

private func fail(_ line: String) -> Never {
    let octets = Array((line + "\n").utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
