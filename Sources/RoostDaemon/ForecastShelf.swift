// SPDX-License-Identifier: Apache-2.0
// The forecast as the gates see it: the spans beyond the dock's limits, or why there is no forecast. It reads the file
// when a run comes due; one that cannot be read or is too old is no forecast, and that is said.

internal import DockModel
internal import Foundation
internal import RoostCore
internal import Settings

/// The forecast of a dock, read when it is asked.
struct ForecastShelf: Sendable {
    let settings: ForecastSettings
    let limits: LimitSettings
    /// The octets of the file.
    let read: @Sendable () throws -> [UInt8]
    /// Hears why there is no forecast.
    let say: @Sendable (String) -> Void

    /// The forecast in the file that settings name, below a directory.
    init(
        _ settings: ForecastSettings, limits: LimitSettings, directory: String,
        say: @escaping @Sendable (String) -> Void
    ) {
        let path = settings.file.hasPrefix("/") ? settings.file : directory + "/" + settings.file
        let read: @Sendable () throws -> [UInt8] = {
            guard let file = FileHandle(forReadingAtPath: path) else { throw ForecastError.missing }
            return Array(try file.read(upToCount: Forecast.mostOctets + 1) ?? Data())
        }
        self.init(settings, limits: limits, read: read, say: say)
    }

    init(
        _ settings: ForecastSettings, limits: LimitSettings, read: @escaping @Sendable () throws -> [UInt8],
        say: @escaping @Sendable (String) -> Void
    ) {
        (self.settings, self.limits, self.read, self.say) = (settings, limits, read, say)
    }

    /// Adds what the forecast says about a span of time to a run's terms; without one it adds nothing, and says why.
    func add(to terms: inout LaunchTerms, from now: WallTime, through: WallTime) {
        let forecast: Forecast
        do { forecast = try Forecast(try read(), file: settings.file) } catch {
            return say("no forecast, the sensors decide alone: \(settings.file): \(error)")
        }
        let age = forecast.issued.duration(to: now)
        guard age <= settings.age, age >= .seconds(-3_600) else {
            return say(
                "no forecast, the sensors decide alone: \(settings.file) was issued "
                    + "\(Int(age.inSeconds / 60)) min ago, limit \(Int(settings.age.inSeconds / 60)) min")
        }
        let source = forecast.source.isEmpty ? "" : ", \(forecast.source)"
        terms.forecast = "within limits, issued \(Int(age.inSeconds / 60)) min before the run was due\(source)"
        for span in forecast.spans where span.to > now && span.from <= through {
            guard let excess = Forecast.excess(of: span, over: limits) else { continue }
            if let last = terms.closures.last, last.kind == .forecast, last.to >= span.from {
                terms.closures[terms.closures.count - 1].to = max(last.to, span.to)
            } else {
                terms.closures.append(Closure(kind: .forecast, from: span.from, to: span.to, reason: excess))
            }
        }
    }
}

/// Why a forecast cannot be read.
enum ForecastError: Error, CustomStringConvertible {
    case missing

    var description: String { "the file is missing, or may not be read" }
}
