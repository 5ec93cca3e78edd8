# El tiempo: horarios, festivos, repeticiones, archivos de calendario.
calendar-zone-unknown = No conocemos esta zona horaria. Elige una como Europe/Madrid.
calendar-hours-unreadable = No se entiende «{ $text }». Escribe el horario así: Mo-Fr 09:00-18:00; Sa 10:00-14:00.
calendar-hours-time = Cada franja dura como mucho 24 horas y empieza antes de medianoche, por ejemplo 09:00-18:00 o 22:00-02:00.
calendar-hours-many = Como máximo { $max } franjas por día, por favor.
calendar-seasons-many = Como máximo { $max } temporadas, por favor.
calendar-exceptions-many = Como máximo { $max } excepciones, por favor. Quita las que ya pasaron.
calendar-exception-order = El último día es anterior al primero.
calendar-holiday-unreadable = No se entiende «{ $text }». Escribe un festivo por línea, por ejemplo Dec 25, May Mo[1] o easter -2.
calendar-holidays-many = Como máximo { $max } festivos, por favor.
