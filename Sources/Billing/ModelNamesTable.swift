extension ModelNames {
    /// The table that is shipped: models whose vendor bills by display name and counts by id.
    package static let shipped = ModelNames(table: shippedTable)

    /// Ids carry the day of release; one display name covers every release of a model. Names as the vendor's cost
    /// export writes them.
    private static let shippedTable = """
        # id pattern, display name
        claude-opus-5*,Claude Opus 5
        claude-opus-4-7*,Claude Opus 4.7
        claude-opus-4-6*,Claude Opus 4.6
        claude-opus-4-5*,Claude Opus 4.5
        claude-opus-4-1*,Claude Opus 4.1
        claude-opus-4-0*,Claude Opus 4
        claude-opus-4-20*,Claude Opus 4
        claude-opus-4,Claude Opus 4
        claude-sonnet-5*,Claude Sonnet 5
        claude-sonnet-4-6*,Claude Sonnet 4.6
        claude-sonnet-4-5*,Claude Sonnet 4.5
        claude-sonnet-4-0*,Claude Sonnet 4
        claude-sonnet-4-20*,Claude Sonnet 4
        claude-sonnet-4,Claude Sonnet 4
        claude-haiku-4-5*,Claude Haiku 4.5
        claude-3-7-sonnet*,Claude 3.7 Sonnet
        claude sonnet 3.5 2024-10-22,Claude 3.5 Sonnet 2024-10-22
        claude sonnet 3.5 2024-06-20,Claude 3.5 Sonnet 2024-06-20
        claude sonnet 3.5,Claude 3.5 Sonnet 2024-10-22
        claude sonnet 3.7,Claude 3.7 Sonnet
        claude-3-5-sonnet-20241022,Claude 3.5 Sonnet 2024-10-22
        claude-3-5-sonnet-20240620,Claude 3.5 Sonnet 2024-06-20
        claude-3-5-haiku*,Claude 3.5 Haiku
        claude haiku 3.5,Claude 3.5 Haiku
        claude-3-opus*,Claude 3 Opus
        claude opus 3,Claude 3 Opus
        claude-3-sonnet*,Claude 3 Sonnet
        claude-3-haiku*,Claude 3 Haiku
        claude haiku 3,Claude 3 Haiku
        claude-instant*,Claude Instant
        # spelling of providers
        provider:openai,OpenAI
        provider:anthropic,Anthropic
        provider:deepseek,DeepSeek
        provider:openrouter,OpenRouter
        provider:fireworks_ai,Fireworks
        provider:mistral,Mistral
        provider:groq,Groq
        provider:cohere,Cohere
        provider:xai,xAI
        provider:aws,AWS
        provider:amazon web services,AWS
        provider:amazon web services (aws),AWS
        provider:bedrock,AWS
        provider:bedrock_converse,AWS
        provider:sagemaker,AWS
        provider:microsoft,Microsoft
        provider:microsoft azure,Microsoft
        provider:azure,Microsoft
        provider:azure_ai,Microsoft
        provider:azure_text,Microsoft
        provider:google cloud,Google Cloud
        provider:google cloud platform,Google Cloud
        provider:gcp,Google Cloud
        provider:vertex_ai,Google Cloud
        provider:vertex_ai_beta,Google Cloud
        provider:gemini,Google Cloud
        provider:oracle,Oracle
        provider:oracle cloud,Oracle
        provider:oci,Oracle
        """
}
