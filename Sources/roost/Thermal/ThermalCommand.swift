// SPDX-License-Identifier: Apache-2.0
// `roost thermal`: what the pictures of a thermal camera say in degrees, and where it is hot. It reads files one by one
// and changes none; a file without temperatures is named with the reason and never gets a number.

import ArgumentParser
import Foundation
import Glibc
import Payload
import RoostDaemon
import Thermal

/// Reads thermal pictures.
struct ThermalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thermal", abstract: "Say the temperatures and hot spots of radiometric pictures.",
        discussion: """
            Reads FLIR radiometric JPEG (also DJI XT, XT2), FLIR FFF, DJI M3T and M4T
            radiometric JPEG (formula not verified by DJI), and 16-bit TIFF that is linear
            in kelvin. Without options the emissivity, distance, air and reflection are
            those in the file. The options change them for FLIR pictures; the others hold
            temperatures that the camera has computed itself, and are refused with these
            options.

            A hot spot is a connected blob that is warmer than the median of a ring around
            it by --limit or more. Its class is NETA's (possible, probable, monitor, major)
            and, from 9 px on, that of a solar module (watch, repair, dispatch, safety).
            With --air, spots are held against the air too.

            A folder stands for the pictures in it (jpg, jpeg, tif, tiff, fff), in the order
            of their numbers. With --spots the pictures are taken as one flight: a last
            line tells which spots several pictures in a row show at one place (confirmed),
            which too few show, and which fade from another side (glint). --marked writes
            each picture that has spots as PNG of at most 300 kB with the spots marked.

            With --json each picture is one line with one object. A picture that cannot be
            read is told on stderr, and the others are read all the same. Exit codes: 0 all
            read, 64 wrong usage, 75 a file cannot be read now, 77 not allowed, 78 no such
            file or no temperatures in it.

            Example:
              roost thermal DJI_0012_R.JPG
              roost thermal --json --emissivity 0.9 --distance 25 flight-12/*.jpg
              roost thermal --gain 0.04 vue-pro-r.tiff
              roost thermal --spots --marked out/ flight-12/
            """)

    @Argument(help: ArgumentHelp("The pictures, or folders of pictures.", valueName: "file"))
    var files: [String]
    @Flag(help: "Take the pictures as one flight and tell which spots are confirmed.")
    var spots = false
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("So many of five pictures in a row confirm a spot.", valueName: "n"))
    var confirm = 3
    @Option(help: ArgumentHelp("Write pictures with their spots marked into this folder.", valueName: "folder"))
    var marked: String?
    @Flag(help: "Print one JSON object a picture, each on its line.")
    var json = false
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Emissivity of the surface, above 0 up to 1.", valueName: "share"))
    var emissivity: Double?
    @Option(parsing: .unconditional, help: ArgumentHelp("Distance to the object in metres.", valueName: "m"))
    var distance: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Relative humidity of the air in percent.", valueName: "%"))
    var humidity: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Reflected apparent temperature in °C.", valueName: "°C"))
    var reflected: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Measured temperature of the air in °C.", valueName: "°C")
    )
    var air: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Kelvin of one count of a TIFF that does not say it: 0.04, 0.4, 0.01.", valueName: "K"))
    var gain: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Kelvin above the surroundings from which it is a hot spot.", valueName: "K"))
    var limit = 4.0
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Sun on the modules in W/m², to scale differences to 1000 W/m².", valueName: "W/m²"))
    var irradiance: Double?

    private var conditions: Conditions {
        Conditions(
            emissivity: emissivity, distanceMetres: distance, humidityPercent: humidity,
            reflectedCelsius: reflected, airCelsius: air)
    }

    func validate() throws {
        if let problem = conditions.problem { throw ValidationError(problem) }
        if let gain, !(gain > 0 && gain <= 1) {
            throw ValidationError("--gain \(gain): it is above 0 and at most 1 K a count")
        }
        guard limit >= 0.1, limit <= 1_000 else {
            throw ValidationError("--limit \(limit): it is 0.1 to 1000 K")
        }
        guard (1...5).contains(confirm) else { throw ValidationError("--confirm \(confirm): it is 1 to 5 pictures") }
        if let irradiance, !(1...2_000).contains(irradiance) {
            throw ValidationError("--irradiance \(irradiance): it is 1 to 2000 W/m²")
        }
    }

    /// Solar modules where the sun is told, a line otherwise.
    private var terms: PayloadTerms {
        var terms = PayloadTerms(irradiance == nil ? .thermalLine : .photovoltaic)
        terms.limits.least = limit
        terms.leastPixels = HotSpotLimits().leastPixels
        (terms.irradiance, terms.confirmations) = (irradiance, confirm)
        return terms
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let limits = HotSpotLimits(leastDifference: limit, ambientCelsius: air, irradiance: irradiance)
        let bar = ProgressBar()
        var worst: PictureFileError.Kind?
        var frames: [SpotFrame] = []
        let pictures = ThermalFolder.pictures(files)
        for (index, file) in pictures.enumerated() {
            if pictures.count > 1 {
                bar.show {
                    ProgressBar.Showing(
                        share: Double(index) / Double(pictures.count),
                        text: "\(index) of \(pictures.count) pictures",
                        secondsLeft: nil)
                }
            }
            let report: ThermalReport
            do throws(PictureFileError) {
                let image = try PictureFile.image(of: file, conditions: conditions, gain: gain)
                let scene = spots || marked != nil ? ThermalScene(image, name: file, terms) : nil
                if spots, let scene { frames.append(scene.frame) }
                if let marked, let scene, !scene.spots.listed.isEmpty {
                    let picture = scene.picture(of: image, caption: [ThermalFolder.name(of: file)])
                    try ThermalFolder.write(picture, of: file, into: marked)
                }
                report = ThermalReport(file: file, image: image, limits: limits)
            } catch {
                bar.clear()
                CommandOutput.complain(CommandOutput.printable(error.description))
                worst = Self.graver(worst, error.kind)
                continue
            }
            // Where the answers stand on the same terminal, the bar makes room.
            if isatty(STDOUT_FILENO) == 1 { bar.clear() }
            try say(report)
        }
        bar.clear()
        if spots { try say(FlightSpots.found(in: frames, terms)) }
        switch worst {
        case nil: return
        case .missing, .noTemperatures: throw CommandExit.badConfiguration
        case .notAllowed: throw CommandExit.notAllowed
        case .unreadable: throw CommandExit.tryLater
        }
    }

    /// A file without temperatures stays so; what may change with time is told only when nothing else is wrong.
    private static func graver(
        _ known: PictureFileError.Kind?, _ new: PictureFileError.Kind
    ) -> PictureFileError.Kind {
        func rank(_ kind: PictureFileError.Kind) -> Int {
            switch kind {
            case .unreadable: 0
            case .notAllowed: 1
            case .missing, .noTemperatures: 2
            }
        }
        guard let known else { return new }
        return rank(new) > rank(known) ? new : known
    }

    private func say(_ report: ThermalReport) throws {
        if json { return try CommandOutput.sayJSON(report) }
        for line in report.text { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
    }

    /// The spots of the flight: one object, or a line a spot.
    private func say(_ found: [FlightSpot]) throws {
        let views = found.map { SpotView($0, terms.purpose) }
        if json { return try CommandOutput.sayJSON(["spots": views]) }
        try CommandOutput.say("\(found.count) spots of the flight\n")
        for view in views { try CommandOutput.say(CommandOutput.printable("  " + view.line) + "\n") }
    }
}
