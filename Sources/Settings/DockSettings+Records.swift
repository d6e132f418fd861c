// SPDX-License-Identifier: Apache-2.0
// The records section of dock.yaml as plain values: who flies, under which authorisation, with which aircraft, and how
// long the records are kept. Nothing is filled in: what the section does not say, a flight record lacks.

/// How a flight is watched.
public enum FlightSight: String, Sendable, Hashable, CaseIterable {
    /// Within the pilot's own sight.
    case visual = "VLOS"
    /// Within the sight of observers.
    case extended = "EVLOS"
    /// Beyond sight.
    case beyond = "BVLOS"
}

/// How long the files of flight records are kept.
public enum RecordRetention: String, Sendable, Hashable, CaseIterable {
    /// As UK AMC1 UAS.SPEC.050(1)(g) asks.
    case threeYears = "3 years"
    /// As operational logs in Australia.
    case sevenYears = "7 years"

    /// Whole days, leap days included.
    public var days: Int {
        switch self {
        case .threeYears: 1_096
        case .sevenYears: 2_557
        }
    }
}

/// What flight records say that no sensor knows.
public struct RecordSettings: Sendable, Equatable {
    /// The operator's name.
    public var operatorName: String
    /// The operator's registration.
    public var operatorRegistration: String?
    /// The remote pilot or supervisor who is responsible.
    public var responsible: String
    /// The authorisation's number.
    public var authorisation: String
    /// How the flights are watched.
    public var sight: FlightSight
    /// The aircraft.
    public var aircraft = RecordAircraft()
    /// When and where the site survey was made; nil when the section does not say.
    public var siteSurvey: String?
    /// When and where the radio survey was made.
    public var radioSurvey: String?
    /// The name of the site in words.
    public var place: String?
    /// The certificate and key that sign each PDF; nil for unsigned records.
    public var signer: ClientCertificateSettings?
    /// How long files are kept.
    public var retention = RecordRetention.sevenYears
}

/// The aircraft of a dock, as records name it.
public struct RecordAircraft: Sendable, Equatable {
    /// Its registration or the operator's mark on it.
    public var registration: String?
    /// Its serial number.
    public var serial: String?
    /// Its model.
    public var model: String?
    /// Hours that it had flown before its first record.
    public var hoursBefore = 0.0
    /// Flights that it had flown before its first record.
    public var flightsBefore = 0
    /// The serial number of its battery; nil when the wear catalogue is to tell.
    public var batterySerial: String?
}
