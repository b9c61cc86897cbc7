/// A column of a quote. Raw values are the canonical headers.
enum QuoteField: String, CaseIterable, Hashable, Sendable {
    case id = "quote_line_id"
    case quoteRef = "quote_ref"
    case vendor
    case pricing = "procurement_type"
    case lineType = "line_type"
    case quoteDate = "quote_date"
    case validUntil = "valid_until"
    case currency
    case fxRateToBase = "fx_rate_to_base"
    case taxIncluded = "tax_included"
    case instanceType = "instance_type"
    case gpuRaw = "gpu_model_raw"
    case gpu = "gpu_model"
    case gpuMemory = "gpu_memory_gb"
    case interconnect
    case gpusPerUnit = "gpus_per_unit"
    case quantity
    case gpusSoldTogether = "gpus_sold_together"
    case price
    case spotPrice = "spot"
    case priceUnit = "price_unit"
    case listPrice = "list_price"
    case discountPct = "discount_pct"
    case hoursPerMonth = "hours_per_month"
    case region
    case availabilityZone = "availability_zone"
    case dataResidency = "data_residency"
    case termMonths = "term_months"
    case paymentOption = "payment_option"
    case upfront = "upfront_amount"
    case upfrontPct = "upfront_pct"
    case monthlyMinimum = "monthly_minimum"
    case minimumUtilisationPct = "minimum_utilisation_pct"
    case includedCredits = "included_credits"
    case interruptionPct = "interruption_rate_pct"
    case leadTimeDays = "lead_time_days"
    case startDate = "start_date"
    case unitPurchasePrice = "unit_purchase_price"
    case networkCapex = "network_capex"
    case installAndShipping = "install_and_shipping"
    case powerKW = "power_kw_per_unit"
    case powerUtilisationPct = "power_utilisation_pct"
    case pue
    case electricity = "electricity_price_per_kwh"
    case colo = "colo_price_per_kw_month"
    case coloIncludesPower = "colo_includes_power"
    case supportPct = "support_pct_per_year"
    case supportAmount = "support_amount_per_year"
    case warrantyYears = "warranty_years"
    case softwarePerGPUYear = "software_license_per_gpu_year"
    case depreciationYears = "depreciation_years"
    case residualPct = "residual_value_pct"
    case leaseMonthly = "lease_monthly"
    case leaseBuyout = "lease_end_buyout"
    case downPaymentPct = "down_payment_pct"
    case financingAPRPct = "financing_apr_pct"
    case sparesPct = "spares_pct"
    case storagePrice = "storage_price_per_gb_month"
    case egressPrice = "egress_price_per_gb"
    case slaUptimePct = "sla_uptime_pct"
    case cancellationTerms = "cancellation_terms"
    case sourceFile = "source_file"
    case sourceRow = "source_row"
    case notes

    /// What a cell of the column may hold.
    enum Kind: Hashable, Sendable {
        case text
        case flag
        case date
        /// Money of at least 0, with or without a currency mark.
        case money
        /// 0…100, with or without `%`.
        case percent
        /// A plain number; `aboveZero` leaves 0 out.
        case number(min: Int, max: Int?, aboveZero: Bool)
        /// Has a reader of its own: prices, units, terms, lead times, words.
        case special
    }

    var kind: Kind {
        switch self {
        case .id, .quoteRef, .vendor, .instanceType, .gpuRaw, .gpu, .region, .availabilityZone, .dataResidency,
            .cancellationTerms, .sourceFile, .sourceRow, .notes:
            .text
        case .taxIncluded, .coloIncludesPower: .flag
        case .quoteDate, .startDate: .date
        case .listPrice, .upfront, .monthlyMinimum, .includedCredits, .networkCapex, .installAndShipping, .electricity,
            .colo, .supportAmount, .softwarePerGPUYear, .leaseMonthly, .leaseBuyout, .storagePrice, .egressPrice:
            .money
        case .discountPct, .upfrontPct, .minimumUtilisationPct, .interruptionPct, .powerUtilisationPct, .supportPct,
            .residualPct, .downPaymentPct, .financingAPRPct, .sparesPct, .slaUptimePct:
            .percent
        case .fxRateToBase, .gpusPerUnit, .quantity, .gpusSoldTogether, .powerKW:
            .number(min: 0, max: nil, aboveZero: true)
        case .hoursPerMonth: .number(min: 0, max: 744, aboveZero: true)
        case .pue: .number(min: 1, max: 3, aboveZero: false)
        case .depreciationYears: .number(min: 1, max: 10, aboveZero: false)
        case .warrantyYears: .number(min: 0, max: nil, aboveZero: false)
        case .pricing, .lineType, .validUntil, .currency, .gpuMemory, .interconnect, .price, .spotPrice, .priceUnit,
            .termMonths, .paymentOption, .leadTimeDays, .unitPurchasePrice:
            .special
        }
    }

    /// Headers that people and price lists use besides the canonical one, as ``QuoteHeaderKey`` writes them.
    var otherHeaders: [String] {
        switch self {
        case .id: ["lineid", "quoteline", "quotelineno"]
        case .quoteRef:
            ["quoteno", "quotationno", "quote", "quotenumber", "ref", "reference", "proposalid", "rfq", "po"]
        case .vendor: ["cloud", "provider", "supplier", "cloudprovider", "reseller"]
        case .pricing:
            ["termtype", "type", "plan", "pricingmodel", "purchasetype", "billingmodel", "procurement", "pricing"]
        case .lineType: ["linecategory", "itemtype", "category"]
        case .quoteDate:
            ["quotationdate", "date", "issued", "issuedate", "effectivestartdate", "effectivedate", "asof"]
        case .validUntil:
            [
                "validto", "expires", "expiry", "expirydate", "quotevalidity", "validity", "offervalidthrough",
                "validthrough",
            ]
        case .currency: ["currencycode", "cur", "ccy"]
        case .fxRateToBase: ["fxrate", "exchangerate"]
        case .taxIncluded: ["vatincluded", "inclvat", "includestax"]
        case .instanceType:
            [
                "instancename", "instance", "armskuname", "skuname", "name", "sku", "machinetype", "partnumber",
                "partno", "model",
            ]
        case .gpuRaw:
            [
                "acceleratorname", "gpuname", "gputype", "item", "accelerator", "gpu", "accelerators",
                "acceleratortype", "card",
            ]
        case .gpu: []
        case .gpuMemory: ["gpumemory", "gpuram", "vram", "vramgb", "memorypergpu", "gpumemorygib"]
        case .interconnect: ["formfactor"]
        case .gpusPerUnit:
            [
                "acceleratorcount", "gpucount", "gpus", "ano", "nogpus", "noofgpus", "gpuqty", "gpuspernode", "numgpu",
                "numgpus", "gpusperserver", "gpusperinstance",
            ]
        case .gpusSoldTogether:
            ["soldtogether", "soldinblocksof", "blocksize", "minimumgpus", "mingpus", "gpuincrement"]
        case .quantity: ["nodes", "qty", "units", "noofservers", "servers", "count", "noofnodes", "noofunits"]
        case .price:
            [
                "ondemand", "perhour", "pergpu", "priceperunit", "retailprice", "unitprice", "pricetext", "rate",
                "hourlyrate", "costperhour", "amount", "unitcost", "cost",
            ]
        case .spotPrice: ["spotprice", "preemptible"]
        case .priceUnit: ["unit", "unitofmeasure", "uom", "billingunit", "per", "billedper"]
        case .listPrice: ["listunitprice", "rrp", "msrp"]
        case .discountPct: ["discount"]
        case .hoursPerMonth: ["hoursmonth"]
        case .region: ["location", "regioncode", "armregionname", "datacenter", "datacentre", "site"]
        case .availabilityZone: ["zone"]
        case .dataResidency: ["country"]
        case .termMonths:
            [
                "leasecontractlength", "reservationterm", "term", "commitment", "contractterm", "termmo", "duration",
                "termlength", "termdays", "durationdays", "blockdays", "blocklengthdays",
            ]
        case .paymentOption: ["purchaseoption", "pricingpurchaseoption", "paymentterms", "payment"]
        case .upfront: ["upfrontprice", "upfront", "prepayment", "deposit", "downpayment", "upfrontfee"]
        case .upfrontPct: ["prepaymentpct"]
        case .monthlyMinimum: ["minimumcommit", "minmonthlyspend", "minimummonthlyspend", "mmc"]
        case .minimumUtilisationPct, .includedCredits: []
        case .interruptionPct: ["interruptionrate"]
        case .leadTimeDays: ["leadtime", "delivery", "deliverytime", "eta", "aro"]
        case .startDate: ["servicestart"]
        case .unitPurchasePrice: ["purchaseprice", "serverprice"]
        case .networkCapex: ["networkcost", "networking"]
        case .installAndShipping:
            ["nrc", "onetimefee", "setupfee", "freight", "shipping", "shippingandinstallation", "installation"]
        // A TDP is a GPU's, not a server's: no synonym.
        case .powerKW: ["powerkw", "maxpower", "kw", "maxpowerkw"]
        case .powerUtilisationPct, .pue: []
        case .electricity: ["electricity", "tariff", "pricekwh", "electricityprice"]
        case .colo: ["coloprice", "colopricekw", "pricekwmonth", "colokwmonth", "coloperkwmonth", "colocationkwmonth"]
        case .coloIncludesPower: ["powerincluded"]
        case .supportPct: ["supportpct", "maintenancepct", "supportmaintenance", "supportandmaintenance", "carepack"]
        case .supportAmount: ["supportperyear", "annualsupport"]
        case .warrantyYears: ["warranty"]
        case .softwarePerGPUYear: ["softwarepergpuyear", "licensepergpuyear", "licencepergpuyear"]
        case .depreciationYears: ["depreciation", "usefullife"]
        case .residualPct: ["residual", "residualpct", "salvagevalue", "salvagepct", "rvpct", "buyback"]
        case .leaseMonthly:
            [
                "monthlypayment", "mrc", "monthlyrecurring", "rentalmo", "rentalmonth", "leasepermonth", "leasemonth",
                "monthlylease", "leasepayment", "monthlyleasepayment", "leaserate",
            ]
        case .leaseBuyout: ["buyout", "purchaseoptionprice"]
        case .downPaymentPct: []
        case .financingAPRPct: ["apr", "interestrate"]
        case .sparesPct: ["spares"]
        case .storagePrice, .egressPrice: []
        case .slaUptimePct: ["sla", "uptime", "availability"]
        case .cancellationTerms: ["cancellation"]
        case .sourceFile, .sourceRow: []
        case .notes: ["note", "comment", "comments", "remark", "remarks", "description"]
        }
    }
}
