statistics-title = Estadísticas
statistics-counted = { $count ->
    [one] A partir de 1 transferencia.
   *[other] A partir de { $count } transferencias.
}
statistics-file = Descargar en CSV
statistics-currencies = Monedas
statistics-spans = Desde cuándo
statistics-span-12 = 1 año
statistics-span-24 = 2 años
statistics-span-60 = 5 años
statistics-waiting = { $count ->
    [one] Falta contar 1 transferencia nueva; vuelve dentro de un minuto.
   *[other] Falta contar { $count } transferencias nuevas; vuelve dentro de un minuto.
}
statistics-empty = Todavía no hay nada que contar
statistics-empty-hint = Cuando alguien haya pagado por primera vez, verás aquí cómo va el intercambio.
statistics-do-listings = Ver qué hay
statistics-volume = Intercambiado
statistics-trades = { $count ->
    [one] 1 intercambio
   *[other] { $count } intercambios
}
statistics-active = Personas activas este mes
statistics-newcomers = { $count ->
    [one] 1 por primera vez
   *[other] { $count } por primera vez
}
statistics-velocity = Velocidad
statistics-velocity-hint = veces que cambió de manos
statistics-gini = Desigualdad (Gini)
statistics-gini-hint = 0 si es igual, 1 si una persona lo tiene todo
statistics-volumes = Intercambiado por mes
statistics-volumes-label = Intercambio entre miembros por mes, { $volume } en total.
statistics-actives = Personas activas
statistics-actives-label = Personas que dieron o recibieron cada mes, como mucho { $most }.
statistics-stocks = En manos de los miembros
statistics-stocks-label = La suma de los saldos positivos al final de cada mes, ahora { $stock }.
statistics-most = Como mucho { $most }
statistics-spread = Cómo se reparten los saldos
statistics-spread-hint = Cuántos miembros deben o tienen cuánto ahora.
statistics-between = De { $from } a { $to }
statistics-balance = Saldo
statistics-accounts = Cuentas
statistics-as-table = En una tabla
statistics-categories = Qué se intercambió
statistics-no-category = Sin categoría
statistics-months = Mes a mes
statistics-csv-month = Mes
statistics-csv-volume = Intercambiado
statistics-csv-trades = Intercambios
statistics-csv-charged = Cobrado
statistics-csv-other = Otros movimientos
statistics-csv-reversed = Devuelto
statistics-csv-transfers = Todas las transferencias
statistics-csv-moved = Movido en total
statistics-csv-active = Personas activas
statistics-csv-newcomers = Primera vez
statistics-csv-stock = En manos
statistics-csv-velocity = Velocidad
statistics-csv-currency = Moneda
statistics-how = Cómo se cuenta
statistics-how-1 = Lo intercambiado es lo que los miembros se pagaron entre sí. No cuentan los cobros, la cuenta de la comunidad ni lo que se devolvió después. Los meses son en UTC.
statistics-how-2 = La velocidad es lo intercambiado dividido entre lo que tuvieron los miembros de media: los saldos positivos al principio y al final de cada mes.
statistics-how-3 = Cada cifra sale solo de las transferencias, contadas una vez. La comprobación de quien administra las vuelve a contar todas y compara.
statistics-from-wallet = Estadísticas de la comunidad
