namespace KoreExport.Sandbox.Http;

/// <summary>Keeps what was asked. A sandbox may run for days, so only the newest requests are kept.</summary>
internal sealed class RequestLog
{
    private readonly int _limit;
    private readonly object _gate = new();
    private readonly Queue<SandboxRequest> _requests = new();
    private int _sequence;

    public RequestLog(int limit) => _limit = limit;

    public void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            request.Sequence = ++_sequence;
            _requests.Enqueue(request);
            if (_requests.Count > _limit)
            {
                _requests.Dequeue();
            }
        }
    }

    public void Answered(SandboxRequest request, int statusCode)
    {
        lock (_gate)
        {
            request.StatusCode = statusCode;
        }
    }

    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_gate)
        {
            var copies = new List<SandboxRequest>(_requests.Count);
            foreach (var request in _requests)
            {
                copies.Add(request.Copy());
            }

            return copies;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }
}
