// SPDX-License-Identifier: Apache-2.0
// The entry of libFuzzer for thermal pictures: any octets give temperatures that can be, or an error in words. A trap,
// a figure outside of its bounds or a spot outside of the picture ends the process, and libFuzzer keeps the input.

import Glibc
import Thermal

/// Runs one input. Its first octet says what is given beside the file: nothing, a gain, conditions.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = octets.first else { return 0 }
    let file = Array(octets.dropFirst())
    var conditions = Conditions()
    if first & 1 != 0 { conditions = Conditions(emissivity: 0.9, distanceMetres: 30, airCelsius: -5) }
    let image: ThermalImage
    do throws(ThermalError) {
        image = try ThermalImage(file, conditions: conditions, gain: first & 2 != 0 ? 0.04 : nil)
    } catch {
        if "\(error)".isEmpty { fail("an error says nothing") }
        return 0
    }
    let report = ThermalReport(
        file: "x", image: image, limits: HotSpotLimits(leastDifference: first & 4 != 0 ? 1 : 4))
    let figures = report.figures
    guard figures.least <= figures.mean + 1e-6, figures.mean <= figures.most + 1e-6, figures.least >= -273.15,
        figures.most.isFinite, figures.hottest.x < image.width, figures.hottest.y < image.height
    else { fail("figures that cannot be") }
    for spot in report.spots.listed {
        guard spot.peak.x < image.width, spot.peak.y < image.height, spot.peak.x >= 0, spot.peak.y >= 0,
            spot.difference >= report.limits.leastDifference - 1e-9, spot.pixels > 0
        else { fail("a spot outside of the picture") }
    }
    if report.text.isEmpty { fail("a report without words") }
    return 0
}

private func fail(_ line: String) -> Never {
    let octets = Array((line + "\n").utf8)
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
