namespace System.Runtime.CompilerServices;

/// <summary>The marker that the compiler wants for init-only properties; netstandard2.0 lacks it.</summary>
internal static class IsExternalInit;
