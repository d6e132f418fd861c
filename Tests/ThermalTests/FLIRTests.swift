// SPDX-License-Identifier: Apache-2.0
// FLIR pictures in every form: plain and PNG counts, both byte orders, parts in any order; and the radiometry against
// figures that another program computed with the published formula.

import Testing

@testable import Thermal

@Suite struct FLIRTests {
    /// One row of the table that a Python program computed in its own way: all layers in one expression.
    private struct Case {
        var count: UInt16
        var emissivity: Double
        var distance: Double
        var reflected: Double
        var air: Double
        var window: Double
        var windowTransmission: Double
        var humidity: Double
        var celsius: Double

        init(
            _ count: UInt16, _ emissivity: Double, _ distance: Double, _ reflected: Double, _ air: Double,
            _ window: Double, _ windowTransmission: Double, _ humidity: Double, _ celsius: Double
        ) {
            self.count = count
            self.emissivity = emissivity
            self.distance = distance
            self.reflected = reflected
            self.air = air
            self.window = window
            self.windowTransmission = windowTransmission
            self.humidity = humidity
            self.celsius = celsius
        }
    }

    @Test func `air, window, surface and reflection are taken off as the published formula does`() throws {
        let cases = [
            Case(16_000, 0.95, 1, 293.15, 293.15, 293.15, 1, 0.5, 38.510725),
            Case(16_000, 0.5, 10, 283.15, 303.15, 293.15, 1, 0.8, 60.264309),
            Case(28_000, 0.95, 100, 263.15, 313.15, 293.15, 1, 0.2, 102.477154),
            Case(14_000, 0.8, 5, 293.15, 293.15, 298.15, 0.85, 0.5, 26.681466),
            Case(60_000, 1, 0, 293.15, 293.15, 293.15, 1, 0.5, 194.4229),
        ]
        for wanted in cases {
            var builder = FLIRBuilder(width: 2, height: 1)
            builder.counts = [wanted.count, wanted.count]
            builder.emissivity = wanted.emissivity
            builder.distance = wanted.distance
            builder.reflected = wanted.reflected
            builder.air = wanted.air
            builder.window = wanted.window
            builder.windowTransmission = wanted.windowTransmission
            builder.humidity = wanted.humidity
            let found = try #require(try ThermalImage(builder.jpeg).celsius(x: 1, y: 0))
            #expect(
                abs(found - wanted.celsius) < 2e-5, "\(wanted.count): \(found), expected \(wanted.celsius)")
        }
    }

    @Test func `every form of a picture gives the same temperatures`() throws {
        let plain = FLIRBuilder()
        let wanted = try ThermalImage(plain.jpeg)
        for form in [FLIRBuilder.Form.plain, .png, .swappedPNG] {
            for isDirectoryBig in [true, false] {
                for areRecordsBig in [true, false] {
                    var builder = plain
                    builder.form = form
                    builder.isDirectoryBig = isDirectoryBig
                    builder.areRecordsBig = areRecordsBig
                    for file in [builder.jpeg, builder.stream] {
                        let found = try ThermalImage(file)
                        #expect(found.counts == wanted.counts && found.figures == wanted.figures)
                    }
                }
            }
        }
        #expect(wanted.figures.hottest == PixelPlace(x: 2, y: 1))
    }

    @Test(arguments: [UInt8(0), 1, 2, 3, 4]) func `each filter of a PNG is undone`(filter: UInt8) throws {
        var builder = FLIRBuilder(width: 17, height: 9)
        builder.form = .swappedPNG
        builder.filter = filter
        #expect(try ThermalImage(builder.jpeg).counts == builder.counts)
    }

    @Test func `a PNG without the camera's median is told by its smooth neighbours`() throws {
        for form in [FLIRBuilder.Form.png, .swappedPNG] {
            var builder = FLIRBuilder()
            builder.form = form
            builder.median = 0
            #expect(try ThermalImage(builder.jpeg).counts == builder.counts)
        }
    }

    @Test func `a PNG whose byte order cannot be told is refused`() {
        var builder = FLIRBuilder(width: 4, height: 4)
        builder.form = .png
        builder.median = 0
        builder.counts = [UInt16](repeating: 16_000, count: 16)
        #expect(throws: ThermalError.self) { try ThermalImage(builder.jpeg) }
    }

    @Test func `parts in any order, twice the same or with zero counts make the same picture`() throws {
        let builder = FLIRBuilder()
        let wanted = try ThermalImage(builder.jpeg).figures
        let parts = builder.parts
        #expect(parts.count > 4)
        let zeroed = parts.map { part in
            var part = part
            part[11] = 0
            return part
        }
        var sameNumber = zeroed
        for index in sameNumber.indices { sameNumber[index][10] = 0 }
        for order in [
            parts.reversed(), parts + [parts[1]], [parts[2]] + parts, zeroed, sameNumber, parts + parts,
        ] {
            #expect(try ThermalImage(JPEGBuilder.file(Array(order))).figures == wanted)
        }
    }

    @Test func `a missing, a foreign and a contradicting part are refused`() {
        let parts = FLIRBuilder().parts
        var foreign = parts
        foreign[1][11] = 77
        var contradicting = parts[0]
        contradicting[40] ^= 1
        for wrong in [Array(parts.dropFirst()), Array(parts.dropLast()), foreign, [contradicting] + parts] {
            #expect(throws: ThermalError.self) { try ThermalImage(JPEGBuilder.file(wrong)) }
        }
    }

    @Test func `conditions given by hand replace those of the file`() throws {
        var builder = FLIRBuilder()
        builder.emissivity = 0.5
        builder.distance = 50
        builder.humidity = 0.9
        builder.reflected = 250
        builder.air = 300
        let conditions = Conditions(
            emissivity: 0.95, distanceMetres: 1, humidityPercent: 50, reflectedCelsius: 20, airCelsius: 20)
        let found = try ThermalImage(builder.jpeg, conditions: conditions)
        let wanted = try ThermalImage(FLIRBuilder().jpeg)
        #expect(abs(found.figures.mean - wanted.figures.mean) < 1e-4)
        #expect(found.used?.emissivity == 0.95 && found.used?.humidityPercent == 50)
        #expect(try ThermalImage(builder.jpeg).figures.mean > wanted.figures.mean + 5)
    }

    @Test func `humidity in percent is understood`() throws {
        var builder = FLIRBuilder()
        let wanted = try ThermalImage(builder.jpeg).figures
        builder.humidity = 50
        #expect(try ThermalImage(builder.jpeg).figures == wanted)
    }

    @Test func `numbers that cannot be right are refused by name, and never computed with`() {
        func error(_ change: (inout FLIRBuilder) -> Void) -> String {
            var builder = FLIRBuilder()
            change(&builder)
            do throws(ThermalError) {
                let figures = try ThermalImage(builder.jpeg).figures
                return "\(figures)"
            } catch { return "\(error)" }
        }
        #expect(error { $0.emissivity = 0 }.contains("the emissivity is 0.0"))
        #expect(error { $0.emissivity = 1.5 }.contains("the emissivity is 1.5"))
        #expect(error { $0.emissivity = .nan }.contains("the emissivity is nan"))
        #expect(error { $0.distance = -1 }.contains("distance in m is -1"))
        #expect(error { $0.distance = .infinity }.contains("distance"))
        #expect(error { $0.humidity = .nan }.contains("humidity"))
        #expect(error { $0.r1 = 0 }.contains("Planck constant R1"))
        #expect(error { $0.r2 = -1 }.contains("Planck constant R2"))
        #expect(error { $0.b = .nan }.contains("Planck constant B"))
        #expect(error { $0.f = .infinity }.contains("Planck constant F"))
        #expect(error { $0.reflected = 0 }.contains("reflected temperature in K is 0.0"))
        #expect(error { $0.air = 1e30 }.contains("air"))
        #expect(error { $0.windowTransmission = -0.5 }.contains("window transmission"))
        #expect(error { $0.o = -60_000 }.contains("give no possible temperature"))
    }

    @Test func `the place of a FLIR file comes from its own record`() throws {
        var builder = FLIRBuilder()
        builder.place = (48.5, -11.25)
        let place = try #require(try ThermalImage(builder.stream).place)
        #expect(place.latitude == 48.5 && place.longitude == -11.25 && place.altitudeMetres == 41.5)
        builder.place = (0, 0)
        #expect(try ThermalImage(builder.stream).place == nil)
        builder.place = (.nan, 7)
        #expect(try ThermalImage(builder.stream).place == nil)
    }
}
